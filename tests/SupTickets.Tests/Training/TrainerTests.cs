using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Runs;
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

        foreach (Checkpoint checkpoint in whole.Checkpoints.DistinctBy(checkpoint => checkpoint.Step))
        {
            TinyRun rest = new();
            Assert.Equal(expected, TinyRun.Numbers(rest.Train(recipe, checkpoint).Final));
            Assert.Equal(Facts(whole).Where(happened => happened.Step > checkpoint.Step), Facts(rest));
        }
    }

    private static IEnumerable<TrainingEvent> Facts(TinyRun run) =>
        run.Events.Where(happened => happened is StepFinished or TicketTaken or TicketSuperposed);
}
