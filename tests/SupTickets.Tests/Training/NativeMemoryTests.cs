using SupTickets.Experiments;
using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Runs;
using SupTickets.Networks;
using SupTickets.Tests.Contracts;
using SupTickets.Training;
using TorchSharp;

namespace SupTickets.Tests.Training;

/// <summary>The collector does not feel tensor memory, so every tensor must be given back.</summary>
public sealed class NativeMemoryTests
{
    [Theory]
    [InlineData("rigl", "sgd", "gradient")]
    [InlineData("set", "adamw", "random")]
    [InlineData("granet", "sgd", "momentum")]
    [InlineData("snfs", "sgd", null)]
    [InlineData("dsr", "sgd", null)]
    public void No_tensor_is_left_behind_between_step_200_and_step_2000(string method, string optimizer, string? grow)
    {
        // 2 steps an epoch: 500 steps of normal phase with an update every fifth, then 15 cycles of 50 epochs, all measured.
        Recipe recipe = MethodRun.Recipe with
        {
            Data = new() { TrainSamples = 4, TestSamples = 2, Augment = false },
            Model = new() { Name = "lenet-300-100", Width = 0.02 },
            Method = new() { Name = method, UpdateInterval = 5, Grow = grow, GraNet = new() { EndEpoch = 80 } },
            Optimizer = new() { Name = optimizer },
            Schedule = new() { Epochs = 1000, Batch = 2, LearningRate = 0.01 },
            Superpose = new() { Share = 0.75, CycleEpochs = 50, Averaging = "caa", BatchNorm = "both" },
            Evaluation = new() { Batch = 2, EveryEpochs = 25 },
            Checkpoint = new() { EveryMinutes = 0, EverySteps = 100 },
        };
        using MethodRun run = new(recipe);
        Dictionary<long, long> live = [];
        run.Watch = happened =>
        {
            // Of this thread, which makes all tensors of a run. One that only the collector could free counts as live for ever.
            // Tensor.TotalCount will not do: TorchSharp counts a Parameter twice and forgets it once.
            if (happened is StepFinished && happened.Step is 199 or 1999)
                live[happened.Step] = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        };
        run.Train();
        Assert.Equal(15, run.Tickets.Count);
        Assert.Equal(live[199], live[1999]);
    }

    [Fact]
    public void Training_and_measuring_do_not_hold_memory_at_the_same_time()
    {
        Recipe recipe = TinyRun.Recipe with { Engine = "sparse" };
        using RunSetup setup = new(recipe, EngineCosts.Committed);
        List<long> held = [], training = [];
        TinyRun run = new()
        {
            Watch = happened =>
            {
                if (happened is StepFinished) held.Add(setup.StateEvaluator.HeldBytes);
                if (happened is Evaluated or TicketTaken or TicketSuperposed) training.Add(setup.Network.HeldBytes);
            },
        };
        setup.Initialize();
        TrainingResult result = new Trainer(setup.Parts(), run, new(recipe.Checkpoint, setup.Calendar.StepsPerEpoch), run)
            .Run(null, CancellationToken.None);
        Assert.Equal(18, held.Count);
        Assert.All(held, bytes => Assert.Equal(0, bytes));
        Assert.NotEmpty(training);
        Assert.All(training, bytes => Assert.Equal(0, bytes));
        Assert.Contains(run.Events, happened => happened is TicketSuperposed);

        setup.StateEvaluator.Release();
        setup.StateEvaluator.Test(result.Final, CancellationToken.None);
        long taken = setup.StateEvaluator.HeldBytes;
        Assert.True(taken > 0);
        setup.StateEvaluator.Test(result.Final, CancellationToken.None);
        Assert.Equal(taken, setup.StateEvaluator.HeldBytes);
        setup.StateEvaluator.Release();
        Assert.Equal(0, setup.StateEvaluator.HeldBytes);
    }
}
