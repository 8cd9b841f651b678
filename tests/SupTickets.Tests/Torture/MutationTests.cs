using SupTickets.Cli;
using SupTickets.Values;

namespace SupTickets.Tests.Torture;

/// <summary>Damaged files of every format: each is refused with a message for people, or what it says can be used.</summary>
public sealed class MutationTests
{
    private const int MostShown = 12;

    [Fact]
    public void A_damaged_file_is_refused_with_a_message_or_can_be_used()
    {
        using TornFiles files = new();
        IReadOnlyList<TornFile> all = files.All();
        double shares = all.Sum(file => file.Share);
        List<string> found = [];
        foreach (TornFile file in all)
        {
            (int tried, int refused) = ((int)Math.Ceiling(Torture.Mutations * file.Share / shares), 0);
            for (int number = 0; number < tried; number++)
            {
                Mutator mutator = new(new Seed(Torture.Seed).For(file.Name, number).Stream());
                string done = file.Write(mutator);
                (bool accepted, string? wrong) = Try(file);
                if (!accepted) refused++;
                if (wrong is not null) found.Add($"{file.Name}, mutation {number} of seed {Torture.Seed} ({done}): {wrong}");
            }

            Torture.Tell($"{file.Name,-34} {tried,7} tried {refused,7} refused {tried - refused,7} used");
            Assert.True(refused > 0, $"{file.Name}: nothing was refused");
        }

        Torture.Tell($"mutations: {found.Count} found wrong");
        Assert.True(
            found.Count == 0,
            $"{found.Count} found:\n{string.Join("\n", found.DistinctBy(text => text.Split(": ", 2)[1].Split('\n')[0]).Take(MostShown))}");
    }

    // What the program would say, by the one place that turns an exception into a message and an exit code.
    private static (bool Accepted, string? Wrong) Try(TornFile file)
    {
        try
        {
            return (true, file.Use());
        }
        catch (Exception error)
        {
            Failure failure = Failure.Of(error);
            bool clear = failure.ExitCode == ExitCode.WrongRequest && failure.Message.Length > 0 && error is not NullReferenceException;
            return (false, clear ? null : $"exit code {failure.ExitCode}, {error}");
        }
    }
}
