using SupTickets.Experiments.Recipes;
using SupTickets.Layers;
using SupTickets.Networks;
using SupTickets.Tests.Storage;
using SupTickets.Tests.Training;
using SupTickets.Tickets;
using SupTickets.Training;
using static SupTickets.Tests.TrainerExample;
using static TorchSharp.torch;

namespace SupTickets.Tests;

/// <summary>A training that is stopped goes on from its checkpoint; its ticket is read again.</summary>
public sealed class SparseTrainerStorageTests
{
    [Theory]
    [InlineData("rigl", "auto")]
    [InlineData("granet", "dense")]
    [InlineData("snfs", "sparse")]
    [InlineData("dsr", "dense")]
    public void A_trainer_that_goes_on_from_a_checkpoint_comes_to_the_same_bits(string method, string engine)
    {
        using var scope = NewDisposeScope();
        using TemporaryFolder folder = new();
        Recipe recipe = SmallRecipe with { Engine = engine, Method = SmallRecipe.Method with { Name = method } };
        using SparseTrainer whole = Trainer(recipe);
        Finish(whole);
        // Before the first step, in the normal phase, right after a ticket, within a cycle, and at the end.
        foreach (int at in new[] { 0, 5, 24, 27, 32 })
        {
            using SparseTrainer first = Trainer(recipe), second = Trainer(recipe);
            while (first.Finished < at) first.Step();
            first.SaveCheckpoint(folder["c"]);
            // What it has learnt until then is forgotten.
            for (int step = 0; step < 7; step++) second.Step();
            second.Resume(folder["c"]);
            Assert.Equal((at, first.ExplorationRate), (second.Finished, second.ExplorationRate));
            Finish(second);
            Assert.Equal(TinyRun.Numbers(whole.Ticket), TinyRun.Numbers(second.Ticket));
            Assert.Equal(TinyRun.Numbers(whole.Network.Snapshot()), TinyRun.Numbers(second.Network.Snapshot()));
        }
    }

    [Fact]
    public void A_checkpoint_of_another_recipe_or_a_damaged_one_changes_nothing()
    {
        using var scope = NewDisposeScope();
        using TemporaryFolder folder = new();
        using SparseTrainer first = Trainer(SmallRecipe), other = Trainer(SmallRecipe with { Seed = 4 });
        first.Step();
        first.SaveCheckpoint(folder["c"]);
        float[] before = [.. TinyRun.Numbers(other.Network.Snapshot())];
        Assert.Contains(
            "with other options: seed", Assert.Throws<InvalidDataException>(() => other.Resume(folder["c"])).Message,
            StringComparison.Ordinal);
        File.WriteAllText(folder["c"], "none");
        Assert.StartsWith(
            folder["c"], Assert.Throws<InvalidDataException>(() => other.Resume(folder["c"])).Message, StringComparison.Ordinal);
        using SparseTrainer longer = new(new SparseLinear(2, 2), SmallRecipe.ToTraining(StepsPerEpoch + 1)), shorter = new(
            new SparseLinear(2, 2), SmallRecipe.ToTraining(StepsPerEpoch));
        shorter.SaveCheckpoint(folder["c"]);
        Assert.Contains(
            "with other options: calendar, learningRate", Assert.Throws<InvalidDataException>(() => longer.Resume(folder["c"])).Message,
            StringComparison.Ordinal);
        Assert.Equal(0, other.Finished);
        Assert.Equal(before, TinyRun.Numbers(other.Network.Snapshot()));
    }

    [Fact]
    public void A_run_to_the_end_can_be_cancelled_between_two_steps()
    {
        using var scope = NewDisposeScope();
        using CancellationTokenSource cancel = new();
        using SparseTrainer trainer = Trainer(SmallRecipe, observer: new Canceller(5, cancel));
        Assert.Throws<OperationCanceledException>(() => trainer.Run(cancel.Token));
        Assert.Equal(5, trainer.Finished);
        trainer.Run(CancellationToken.None);
        Assert.Equal(trainer.Total, trainer.Finished);
    }

    [Fact]
    public void A_ticket_goes_into_a_module_of_ones_own()
    {
        using var scope = NewDisposeScope();
        using TemporaryFolder folder = new();
        Tensor inputs = tensor([1f, 2, 3, 4], [2, 2]);
        using SparseTrainer trainer = new(Head(), SmallRecipe.ToTraining(StepsPerEpoch), network => Squares(network.call(inputs)));
        trainer.Run(CancellationToken.None);
        trainer.SaveTicket(folder["t"], new("head", new(2, 1, 1), 4, "{}"));
        using SparseNetwork loaded = TicketFile.Load(folder["t"], Head());
        Assert.Equal(TinyRun.Numbers(trainer.Ticket), TinyRun.Numbers(loaded.Snapshot()));
        string refused = Assert.Throws<InvalidDataException>(() => TicketFile.Load(folder["t"], new SparseLinear(2, 4))).Message;
        Assert.StartsWith($"{folder["t"]}: it is no ticket of the module: ", refused, StringComparison.Ordinal);
    }

    private sealed class Canceller(long step, CancellationTokenSource source) : ITrainingObserver
    {
        public void On(TrainingEvent happened)
        {
            if (happened is StepFinished && happened.Step == step) source.Cancel();
        }
    }
}
