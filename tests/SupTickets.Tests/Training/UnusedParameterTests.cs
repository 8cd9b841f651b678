using SupTickets.Experiments;
using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Runs;
using SupTickets.Networks;
using SupTickets.Training;
using static TorchSharp.torch;

namespace SupTickets.Tests.Training;

/// <summary>
/// A parameter on which the loss does not depend never has a gradient, and the optimizer keeps nothing for it: a run with one goes on all
/// the same.
/// </summary>
public sealed class UnusedParameterTests
{
    [Theory]
    [InlineData("sgd")]
    [InlineData("adamw")]
    public void A_run_with_an_unused_parameter_goes_on_with_the_same_bits(string optimizer)
    {
        Recipe recipe = TinyRun.Recipe with { Optimizer = TinyRun.Recipe.Optimizer with { Name = optimizer } };
        TinyRun whole = Steps(recipe, 4, from: null);
        Checkpoint saved = whole.Checkpoints.Single(checkpoint => checkpoint.Step == 2);
        Assert.Contains(saved.Optimizer, state => state.Parameter == "layer1.0.unused.bias");
        TinyRun rest = Steps(recipe, 4, saved);
        Assert.Equal(whole.Events.OfType<StepFinished>().Where(step => step.Step > 2), rest.Events.OfType<StepFinished>());
        Assert.Equal(TinyRun.Numbers(whole.Checkpoints[^1].Network), TinyRun.Numbers(rest.Checkpoints[^1].Network));
    }

    /// <summary>Layers without a connection are the same kind: there is nothing to learn in them.</summary>
    [Fact]
    public void A_run_with_an_empty_layer_goes_on()
    {
        TinyRun whole = Steps(TinyRun.Recipe, 4, from: null, emptied: 3);
        TinyRun rest = Steps(TinyRun.Recipe, 4, whole.Checkpoints.Single(checkpoint => checkpoint.Step == 2));
        Assert.Equal(whole.Events.OfType<StepFinished>().Where(step => step.Step > 2), rest.Events.OfType<StepFinished>());
    }

    private static TinyRun Steps(Recipe recipe, int steps, Checkpoint? from, int? emptied = null)
    {
        using RunSetup setup = new(recipe with { Evaluation = recipe.Evaluation with { EveryEpochs = 0 } }, EngineCosts.Committed);
        setup.Network.Modules().Single(child => child.Name == "layer1.0").Module.register_module("unused", nn.LayerNorm(3));
        if (from is null) setup.Initialize();
        else setup.Network.Measure(setup.Data.Train.Shape);
        if (emptied is { } layer) setup.Network.Layers[layer].Weight.Rewire(
            SupTickets.Topology.Connectivity.Of([], setup.Network.Layers[layer].Weight.Shape.Positions));
        using ParameterSet parameters = new(setup.Network);
        using CancellationTokenSource stop = new();
        TinyRun run = new() { Watch = happened => { if (happened is StepFinished { } step && step.Step == steps) stop.Cancel(); } };
        TrainerParts parts = setup.Parts();
        parts = parts with { Run = TinyRun.Like(parts.Run, parameters, new(parameters, Optimizers.Create(recipe.Optimizer))) };
        Assert.Throws<OperationCanceledException>(
            () => new Trainer(parts, run, new(recipe.Checkpoint, setup.Calendar.StepsPerEpoch), run).Run(from, stop.Token));
        return run;
    }
}
