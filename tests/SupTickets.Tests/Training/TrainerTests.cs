using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Runs;
using SupTickets.Tests.Storage;
using SupTickets.Training;

namespace SupTickets.Tests.Training;

public sealed class TrainerTests
{
    [Theory]
    [InlineData("rigl", "cia")]
    [InlineData("set", "cima")]
    [InlineData("granet", "caa")]
    [InlineData("snfs", "cia")]
    [InlineData("dsr", "caa")]
    [InlineData("itop", "cia")]
    public void Going_on_from_any_step_gives_the_bits_of_never_stopping(string method, string averaging)
    {
        Recipe recipe = TinyRun.Recipe with
        {
            Method = TinyRun.Recipe.Method with { Name = method },
            Superpose = TinyRun.Recipe.Superpose with { Averaging = averaging },
        };
        TinyRun whole = new();
        float[] expected = [.. TinyRun.Numbers(whole.Train(recipe).Final)];

        // To the end from every sixth step; from the others to the next checkpoint, from which it would be the same once more.
        Checkpoint[] all = [.. whole.Checkpoints.DistinctBy(checkpoint => checkpoint.Step)];
        Assert.True(all.Length > 12, $"{all.Length} checkpoints");
        foreach ((Checkpoint checkpoint, Checkpoint next) in all.Zip(all.Skip(1).Append(all[^1])))
        {
            bool toTheEnd = checkpoint.Step % 6 == 1 || checkpoint.Step == next.Step;
            using CancellationTokenSource stop = new();
            TinyRun rest = new()
            {
                Watch = happened =>
                {
                    if (!toTheEnd && happened is StepFinished && happened.Step > next.Step) stop.Cancel();
                },
            };
            if (toTheEnd)
            {
                Assert.Equal(expected, TinyRun.Numbers(rest.Train(recipe, checkpoint).Final));
                Assert.Equal(Facts(whole, checkpoint.Step, long.MaxValue), Facts(rest, checkpoint.Step, long.MaxValue));
                continue;
            }

            Assert.True(Record.Exception(() => rest.Train(recipe, checkpoint, stop.Token)) is null or OperationCanceledException);
            Assert.Equal(Bytes(next), Bytes(rest.Checkpoints.First(saved => saved.Step == next.Step)));
            Assert.Equal(Facts(whole, checkpoint.Step, next.Step), Facts(rest, checkpoint.Step, next.Step));
        }
    }

    // All that a checkpoint holds but how long it took.
    private static byte[] Bytes(Checkpoint checkpoint)
    {
        using TemporaryFolder folder = new();
        RunCheckpointFile.Write(folder["checkpoint"], checkpoint with { Seconds = 0 }, "{}", 0);
        return File.ReadAllBytes(folder["checkpoint"]);
    }

    private static IEnumerable<TrainingEvent> Facts(TinyRun run, long after, long to) => run.Events.Where(happened =>
        happened is StepFinished or TicketTaken or TicketSuperposed && happened.Step > after && happened.Step <= to);
}
