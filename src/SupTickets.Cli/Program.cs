Console.WriteLine("suptickets");
