using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Runs;
using SupTickets.Layers;
using SupTickets.LibTorch;
using SupTickets.Networks;
using SupTickets.Tests.Cli.Commands;
using SupTickets.Tests.Storage;
using SupTickets.Training;
using static TorchSharp.torch;

namespace SupTickets.Tests;

/// <summary>A run that was computed without oneDNN goes on without it. Nothing runs beside: the switch is the process's.</summary>
[Collection(nameof(WholeRuns))]
public sealed class ResumedLibTorchTests
{
    private static readonly LibTorchState On = new(true, "on"), Off = new(false, "off");

    [Fact]
    public void The_log_tells_how_libtorch_computed_at_a_step()
    {
        TrainingEvent[] log = [
            Started(0, On), new Warning(0, "topology", "other"), new Warning(60, "libtorch", "failed"), new CheckpointWritten(70)];
        Assert.True(LoggedLibTorch.OneDnnAt(log, 50));
        Assert.False(LoggedLibTorch.OneDnnAt(log, 70));
        Assert.False(LoggedLibTorch.OneDnnAt([Started(0, Off)], 5));
        Assert.Null(LoggedLibTorch.OneDnnAt([], 5));
        Assert.Null(LoggedLibTorch.OneDnnAt([Started(0, null)], 5));
    }

    /// <summary>A note before a start is about that start, which tells itself what came of it.</summary>
    [Fact]
    public void The_latest_start_counts()
    {
        Assert.True(LoggedLibTorch.OneDnnAt([Started(0, Off), new Warning(40, "libtorch", "in another way"), Started(40, On)], 50));
        Assert.False(LoggedLibTorch.OneDnnAt([Started(0, On), new Warning(40, "libtorch", "in another way"), Started(40, Off)], 50));
    }

    [Fact]
    public void OneDNN_is_switched_off_before_a_run_goes_on_that_had_it_off()
    {
        List<string> reasons = [];
        using Held held = new();
        using (ResumedLibTorch restored = ResumedLibTorch.Restore(oneDnn: false, 7, On, reason =>
        {
            reasons.Add(reason);
            return held;
        }))
        {
            Assert.Single(reasons);
            Assert.Equal(7, restored.Note!.Step);
            const string Told = "switched off for this run, as it was when the run was stopped; its last digits may differ where";
            Assert.Contains(Told, restored.Note.Message, StringComparison.Ordinal);
            Assert.False(held.IsOver);
        }

        Assert.True(held.IsOver);
    }

    /// <summary>It may be off for another run alone, and end with that.</summary>
    [Fact]
    public void Where_it_is_off_it_is_kept_off_without_a_word()
    {
        using Held held = new();
        using (ResumedLibTorch restored = ResumedLibTorch.Restore(oneDnn: false, 7, Off, _ => held)) Assert.Null(restored.Note);
        Assert.True(held.IsOver);
    }

    [Fact]
    public void What_cannot_be_restored_is_warned_of()
    {
        const string Warned =
            "the run was stopped when libtorch computed convolutions in another way: its last digits may differ from here on";
        Assert.StartsWith(Warned, NoteOf(oneDnn: false, On, _ => null)!.Message, StringComparison.Ordinal);
        Assert.StartsWith(Warned, NoteOf(oneDnn: true, Off, Never)!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_as_it_was_or_unknown_stays()
    {
        Assert.Null(NoteOf(oneDnn: true, On, Never));
        Assert.Null(NoteOf(oneDnn: null, On, Never));
        Assert.Null(NoteOf(oneDnn: null, Off, Never));
    }

    [Fact]
    public void A_run_beside_one_that_goes_on_without_oneDNN_is_told()
    {
        LibTorchState forAnother = Off with { IsForRun = true };
        Warning told = ResumedLibTorch.Beside(3, forAnother)!;
        Assert.Equal((3, "libtorch"), (told.Step, told.About));
        Assert.StartsWith("oneDNN is switched off in this process for another run", told.Message, StringComparison.Ordinal);
        Assert.Equal(told.Message, NoteOf(oneDnn: null, forAnother, Never)!.Message);
        Assert.Null(ResumedLibTorch.Beside(3, Off));
        Assert.Null(ResumedLibTorch.Beside(3, On));
    }

    /// <summary>By what the checkpoint says, and by its costs where an earlier version wrote it.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_trainer_tells_of_a_checkpoint_that_was_computed_in_another_way(bool isOld)
    {
        using var scope = NewDisposeScope();
        using TemporaryFolder folder = new();
        Recipe recipe = new()
        {
            Topology = new() { Sparsity = 0.5 },
            Schedule = new() { Epochs = 2, LearningRate = 0.05 },
            Superpose = new() { Enabled = false },
        };
        string file = folder["c"], text = OptionsIdentity.Of(recipe.ToTraining(4));
        Listener told = new();
        bool now = LibTorchSafety.State.OneDnn;
        SparseTrainer Trainer(ITrainingObserver? observer) =>
            new(new SparseLinear(2, 2), recipe.ToTraining(4), network => network.call(ones(1, 2)).sum(), observer);
        using (SparseTrainer first = Trainer(null), second = Trainer(told))
        {
            first.Step();
            first.SaveCheckpoint(file);
            second.Resume(file);
            Assert.Empty(told.Warnings);
            Checkpoint saved = RunCheckpointFile.Read(file, text).Checkpoint;
            Assert.Equal(now, saved.OneDnn);
            EngineCosts costs = saved.EngineCosts! with { OneDnn = isOld ? !now : now };
            RunCheckpointFile.Write(file, saved with { OneDnn = isOld ? null : !now, EngineCosts = costs }, text, 0);
            second.Resume(file);
            second.Step();
            Warning warning = Assert.Single(told.Warnings);
            Assert.Equal((1, "libtorch"), (warning.Step, warning.About));
            Assert.Contains("its last digits may differ", warning.Message, StringComparison.Ordinal);
        }

        Assert.Equal(now, LibTorchSafety.State.OneDnn);
    }

    private static Warning? NoteOf(bool? oneDnn, LibTorchState now, Func<string, IDisposable?> goWithout)
    {
        using ResumedLibTorch restored = ResumedLibTorch.Restore(oneDnn, 7, now, goWithout);
        return restored.Note;
    }

    private static IDisposable? Never(string reason) => throw new InvalidOperationException("nothing is to be switched");

    private static RunStarted Started(long step, LibTorchState? libTorch) =>
        new(step, 100, 10, Resumed: step > 0, new(Engine.Dense, Engine.Dense, [])) { LibTorch = libTorch };

    private sealed class Held : IDisposable
    {
        public bool IsOver { get; private set; }

        public void Dispose() => IsOver = true;
    }

    private sealed class Listener : ITrainingObserver
    {
        public List<Warning> Warnings { get; } = [];

        public void On(TrainingEvent happened)
        {
            if (happened is Warning { About: "libtorch" } warning) Warnings.Add(warning);
        }
    }
}
