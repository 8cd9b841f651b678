using SupTickets.Experiments;
using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Runs;
using SupTickets.Tests.Cli.Commands;
using SupTickets.Tests.Storage;
using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.Tests;

[Collection(nameof(WholeRuns))]
public sealed class HardwareTests : IDisposable
{
    private static readonly Recipe Small = new()
    {
        Threads = 1,
        Engine = "sparse",
        Model = new() { Name = "lenet5", Width = 0.5 },
        Data = new() { Name = "synthetic", TrainSamples = 64, TestSamples = 20 },
        Schedule = new() { Epochs = 2, Batch = 32 },
        Superpose = new() { Enabled = false },
    };

    private readonly TemporaryFolder scratch = new();
    private readonly int before = get_num_threads();

    public void Dispose()
    {
        set_num_threads(before);
        scratch.Dispose();
    }

    [Fact]
    public void A_run_that_goes_on_with_other_threads_keeps_its_recipe_and_on_the_sparse_engine_its_bits()
    {
        Experiment.Train(Small, scratch["whole"], [], default);
        using CancellationTokenSource stop = new();
        Assert.Throws<OperationCanceledException>(() => Experiment.Train(Small, scratch["cut"], [new StopAt(2, stop)], stop.Token));
        string recipe = File.ReadAllText(RunFolder.Open(scratch["cut"]).Recipe);
        Experiment.Resume(scratch["cut"], new() { Threads = 2 }, [], default);
        Assert.Equal(2, get_num_threads());
        Assert.Equal(recipe, File.ReadAllText(RunFolder.Open(scratch["cut"]).Recipe));
        Assert.Equal(File.ReadAllBytes(RunFolder.Open(scratch["whole"]).Ticket), File.ReadAllBytes(RunFolder.Open(scratch["cut"]).Ticket));
    }

    [Fact]
    public void A_measurement_takes_the_threads_it_is_told()
    {
        Experiment.Train(Small, scratch["run"], [], default);
        Experiment.Evaluate(scratch["run"], null, null, new() { Threads = 2 }, null, default);
        Assert.Equal(2, get_num_threads());
    }

    [Fact]
    public void A_device_that_this_machine_lacks_is_refused_with_what_it_has()
    {
        Assert.Null(Hardware.AllowedInsteadOf("cpu"));
        Assert.SkipWhen(cuda.is_available(), "this machine has a CUDA device");
        Assert.StartsWith("cpu, since no CUDA device", Hardware.AllowedInsteadOf("cuda:1"), StringComparison.Ordinal);
        Experiment.Train(Small, scratch["run"], [], default);
        SettingException refusal = Assert.Throws<SettingException>(
            () => Experiment.Evaluate(scratch["run"], null, null, new() { Device = "cuda" }, null, default));
        Assert.StartsWith("device: got \"cuda\"; allowed: cpu", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plan_can_be_had_for_a_machine_with_another_device() =>
        Assert.Equal(Experiment.Plan(Small).TotalSteps, Experiment.Plan(Small with { Engine = "auto", Device = "cuda" }).TotalSteps);

    private sealed class StopAt(long step, CancellationTokenSource source) : SupTickets.Training.ITrainingObserver
    {
        public void On(SupTickets.Training.TrainingEvent happened)
        {
            if (happened is SupTickets.Training.StepFinished && happened.Step == step) source.Cancel();
        }
    }
}
