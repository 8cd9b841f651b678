using SupTickets.Experiments.Recipes;
using SupTickets.Layers;
using SupTickets.Networks;
using SupTickets.Tests.SparseEngine;
using SupTickets.Training;
using static TorchSharp.torch;

namespace SupTickets.Tests.Training;

/// <summary>
/// Where numbers stop being finite, the run says what was seen: which layer, which way, by which engine, and why as far as that can be
/// known.
/// </summary>
public sealed class NumericalDiagnosisTests
{
    public static TheoryData<Engine> BothEngines => [Engine.Dense, Engine.Sparse];

    [Theory]
    [MemberData(nameof(BothEngines))]
    public void A_parameter_that_is_not_finite_is_named_before_any_layer(Engine engine)
    {
        using var scope = NewDisposeScope();
        using Subject subject = new(engine);
        subject.Set("fc1.weight", 2, float.NaN);
        TrainingException thrown = subject.Fail();
        Assert.StartsWith("the loss of step 8 is NaN: 'fc1.weight' holds them already before the forward pass. ", thrown.Message,
            StringComparison.Ordinal);
        Assert.Equal(new(8, NumericalPart.Parameter, "fc1.weight", 1, 72, null, NumericalCause.Given), thrown.Numbers);
    }

    [Theory]
    [MemberData(nameof(BothEngines))]
    public void Numbers_that_have_grown_too_large_are_told_from_a_computation_that_is_wrong(Engine engine)
    {
        using var scope = NewDisposeScope();
        using Subject subject = new(engine);
        for (int i = 0; i < 9; i++) subject.Set("fc2.weight", i, 3e38f);
        TrainingException thrown = subject.Fail();
        string name = engine == Engine.Dense ? "dense" : "sparse";
        Assert.Contains($"forward, output of 'fc2' (SparseLinear, {name} engine): ", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("beyond what float32 can hold", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("Largest parameter: 'fc2.weight'", thrown.Message, StringComparison.Ordinal);
        Assert.Equal((NumericalPart.Output, "fc2", engine, NumericalCause.TooLarge),
            (thrown.Numbers!.Part, thrown.Numbers.Layer, thrown.Numbers.Engine, thrown.Numbers.Cause));
    }

    [Fact]
    public void Images_that_are_not_finite_are_named()
    {
        using var scope = NewDisposeScope();
        using Subject subject = new(Engine.Sparse);
        subject.Images.view(-1)[3] = tensor(float.PositiveInfinity);
        NumericalFailure seen = subject.Fail().Numbers!;
        Assert.Equal(new(8, NumericalPart.Images, string.Empty, 1, 5 * 8, null, NumericalCause.Given), seen);
    }

    [Theory]
    [MemberData(nameof(BothEngines))]
    public void A_loss_function_that_makes_it_of_finite_scores_is_told_so(Engine engine)
    {
        using var scope = NewDisposeScope();
        using Subject subject = new(engine) { Loss = scores => scores.abs().neg().log().sum() };
        TrainingException thrown = subject.Fail();
        Assert.Contains("all layers give finite numbers, scores up to ", thrown.Message, StringComparison.Ordinal);
        Assert.Equal((NumericalPart.Loss, NumericalCause.Given), (thrown.Numbers!.Part, thrown.Numbers.Cause));
    }

    [Theory]
    [MemberData(nameof(BothEngines))]
    public void A_gradient_of_the_loss_that_is_not_finite_is_told_from_the_layers(Engine engine)
    {
        using var scope = NewDisposeScope();
        // √0 is finite, and its slope is not.
        using Subject subject = new(engine) { Loss = scores => scores.mul(zeros_like(scores)).sqrt().sum() };
        float[] before = subject.Parameters();
        TrainingException thrown = subject.Fail();
        Assert.StartsWith("a gradient of step 8 is not finite, its loss 0 is: backward, gradient of 'fc2.", thrown.Message,
            StringComparison.Ordinal);
        Assert.Equal((NumericalPart.Loss, NumericalCause.Given), (thrown.Numbers!.Part, thrown.Numbers.Cause));
        Assert.Equal(before, subject.Parameters());
    }

    [Theory]
    [MemberData(nameof(BothEngines))]
    public void Gradients_too_large_on_both_engines_are_the_numbers_own(Engine engine)
    {
        using var scope = NewDisposeScope();
        // Zero, with a slope of 1e30.
        using Subject subject = new(engine) { Loss = scores => scores.sub(scores.detach()).mul(tensor(1e30f)).sum() };
        for (int i = 0; i < 9; i++) subject.Set("fc2.weight", i, 1e10f);
        TrainingException thrown = subject.Fail();
        Assert.Equal((NumericalPart.Gradient, NumericalCause.TooLarge), (thrown.Numbers!.Part, thrown.Numbers.Cause));
        Assert.Contains(
            "with 2^-64 of the loss's gradient by the scores all are finite: the gradients, or sums on the way to them, have grown beyond",
            thrown.Message,
            StringComparison.Ordinal);
    }

    /// <summary>
    /// Its sums in float64 are 0, and in float32 they overflow on the way: first all that is positive, then all that is negative.
    /// </summary>
    [Theory]
    [MemberData(nameof(BothEngines))]
    public void A_sum_that_overflows_on_the_way_is_no_fault_of_the_machine(Engine engine)
    {
        using var scope = NewDisposeScope();
        SparseNetwork network =
            new(nn.Sequential(("flatten", new SupTickets.Layers.Flatten()), ("fc", new SparseLinear(256, 4)))) { Engine = engine };
        network.Initialize(new(1));
        using (no_grad())
        {
            foreach ((_, var parameter) in network.Module.named_parameters()) parameter.copy_(Filled(1e19f, parameter.shape));
        }

        using ParameterSet parameters = new(network);
        StepRunner runner = new(parameters, Optimizers.Create(new OptimizerRecipe()));
        Tensor images = cat([Filled(1e19f, 3, 128, 1, 1), Filled(-1e19f, 3, 128, 1, 1)], 1);
        TrainingException thrown = Assert.Throws<TrainingException>(() => runner.Run(() => network.call(images).sum(), 0.1, 0));
        Assert.Equal(
            (NumericalPart.Output, "fc", NumericalCause.TooLarge), (thrown.Numbers!.Part, thrown.Numbers.Layer, thrown.Numbers.Cause));
        Assert.Contains("on the way float32 may not hold them", thrown.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("machine", thrown.Message, StringComparison.Ordinal);
        network.Dispose();
    }

    [Fact]
    public void What_failed_is_found_though_another_network_that_holds_the_module_uses_the_sparse_engine_alone()
    {
        using var scope = NewDisposeScope();
        using var module = nn.Sequential(("flatten", new SupTickets.Layers.Flatten()), ("fc", new SparseLinear(4, 4)));
        SparseNetwork sparse = new(module) { Engine = Engine.Sparse }, network = new(module);
        network.Initialize(new(1));
        using (no_grad()) network.Layers[0].Weight.Values.copy_(Filled(3e38f, 16));
        using ParameterSet parameters = new(network);
        StepRunner runner = new(parameters, new Sgd());
        TrainingException thrown = Assert.Throws<TrainingException>(() => runner.Run(() => network.call(ones(3, 4, 1, 1)).sum(), 0.1, 0));
        Assert.Equal((NumericalPart.Output, "fc"), (thrown.Numbers!.Part, thrown.Numbers.Layer));
        Assert.Equal(Engine.Sparse, sparse.Engine);
    }

    /// <summary>As above, of the gradient of a weight: that of one engine may overflow where that of the other does not.</summary>
    [Theory]
    [MemberData(nameof(BothEngines))]
    public void A_gradient_whose_sum_overflows_on_the_way_is_no_fault_of_the_machine(Engine engine)
    {
        using var scope = NewDisposeScope();
        SparseNetwork network =
            new(nn.Sequential(("flatten", new SupTickets.Layers.Flatten()), ("fc", new SparseLinear(4, 4)))) { Engine = engine };
        network.Initialize(new(1));
        using ParameterSet parameters = new(network);
        StepRunner runner = new(parameters, Optimizers.Create(new OptimizerRecipe()));
        Tensor images = cat([Filled(1e19f, 128, 4, 1, 1), Filled(-1e19f, 128, 4, 1, 1)], 0);
        // Zero, with a slope of 1e19.
        Tensor Loss()
        {
            Tensor scores = network.call(images);
            return scores.sub(scores.detach()).mul(tensor(1e19f)).sum();
        }

        TrainingException thrown = Assert.Throws<TrainingException>(() => runner.Run(Loss, 0.1, 0));
        Assert.Equal((NumericalPart.Gradient, NumericalCause.TooLarge), (thrown.Numbers!.Part, thrown.Numbers.Cause));
        Assert.DoesNotContain("machine", thrown.Message, StringComparison.Ordinal);
        network.Dispose();
    }

    /// <summary>
    /// Squares of the input are small: it is γ·x̂ that float32 cannot hold, or γ ÷ σ on the way to it where the images are all alike.
    /// </summary>
    [Theory]
    [InlineData(false, "beyond what float32 can hold")]
    [InlineData(true, "on the way float32 may not hold them")]
    public void A_norm_whose_factor_is_too_large_is_no_fault_of_the_machine(bool alike, string why)
    {
        using var scope = NewDisposeScope();
        using Subject subject = new(Engine.Dense);
        if (alike) subject.Images.copy_(Filled(1, subject.Images.shape));
        for (int channel = 0; channel < 9; channel++) subject.Set("norm.weight", channel, 3e38f);
        TrainingException thrown = subject.Fail();
        NumericalFailure seen = thrown.Numbers!;
        Assert.Equal((NumericalPart.Output, "norm", NumericalCause.TooLarge), (seen.Part, seen.Layer, seen.Cause));
        Assert.Contains(why, thrown.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("machine", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_seen_again_is_called_that_and_the_rate_is_not_blamed()
    {
        using var scope = NewDisposeScope();
        using Subject subject = new(Engine.Dense);
        bool broken = true;
        subject.Network.Modules().Select(named => named.Module).OfType<SparseLinear>().First().register_forward_hook((_, _, output) =>
        {
            bool breaks = broken;
            broken = false;
            return breaks ? output.mul(tensor(float.NaN)) : output;
        });
        TrainingException thrown = subject.Fail();
        Assert.Equal(NumericalCause.NotReproducible, thrown.Numbers!.Cause);
        Assert.Contains("computed once more by the dense engine, from the same parameters and images, all layers give finite numbers",
            thrown.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("learning rate", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_layer_that_an_engine_computes_wrongly_is_told_by_float64()
    {
        using var scope = NewDisposeScope();
        using Subject subject = new(Engine.Dense);
        // What an engine does that is wrong on this machine: right inputs, and an output of its own.
        subject.Network.Modules().Select(named => named.Module).OfType<SparseLinear>().Last()
            .register_forward_hook((_, _, output) => output.mul(tensor(float.NaN)));
        TrainingException thrown = subject.Fail();
        Assert.Equal((NumericalPart.Output, "fc2", NumericalCause.Computation),
            (thrown.Numbers!.Part, thrown.Numbers.Layer, thrown.Numbers.Cause));
        Assert.Contains("which float32 can hold: the numbers came out wrong on this machine", thrown.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("learning rate", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_learning_rate_is_doubted_only_after_what_was_seen_and_when_the_loss_had_risen()
    {
        using var scope = NewDisposeScope();
        using Subject subject = new(Engine.Sparse) { Rate = 1e6 };
        TrainingException thrown = Assert.Throws<TrainingException>(() =>
        {
            for (int step = 0; step < 100; step++) subject.Step(step);
        });
        Assert.Matches(
            "^(the loss|a gradient) of step .* risen from .* steps: the learning rate 1E\\+06 may be too high\\. The last", thrown.Message);
    }

    [Fact]
    public void Running_statistics_and_captured_gradients_are_looked_at_after_an_update_too()
    {
        using var scope = NewDisposeScope();
        using Subject subject = new(Engine.Dense);
        subject.Network.Module.named_buffers().Single(named => named.name == "norm.running_var").buffer.view(-1)[0] = tensor(float.NaN);
        TrainingException thrown = Assert.Throws<TrainingException>(() => subject.Runner.RequireFinite(3));
        Assert.StartsWith("'norm.running_var' is no longer finite after step 3: ", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_of_the_trainer_says_the_same()
    {
        Recipe recipe = TinyRun.Recipe with { Schedule = TinyRun.Recipe.Schedule with { LearningRate = 1e20 } };
        TrainingException thrown = Assert.Throws<TrainingException>(() => new TinyRun().Train(recipe));
        Assert.NotNull(thrown.Numbers);
        Assert.Contains("Largest parameter: '", thrown.Message, StringComparison.Ordinal);
    }

    private sealed class Subject : IDisposable
    {
        private readonly ParameterSet parameters;

        public Subject(Engine engine)
        {
            Network = new(nn.Sequential(
                ("flatten", new SupTickets.Layers.Flatten()), ("fc1", new SparseLinear(8, 9)),
                ("norm", new SupTickets.Layers.BatchNorm(9)), ("relu", new Relu()), ("fc2", new SparseLinear(9, 4))))
            { Engine = engine };
            Network.Initialize(new(1));
            Network.train();
            parameters = new(Network);
            Runner = new(parameters, Optimizers.Create(new OptimizerRecipe { WeightDecay = 0, Momentum = 0 }));
            Images = EnginePair.Images(5, new(2, 2, 2), seed: 4);
        }

        public SparseNetwork Network { get; }

        public StepRunner Runner { get; }

        public Tensor Images { get; }

        public double Rate { get; init; } = 0.1;

        public Func<Tensor, Tensor> Loss { get; init; } = scores =>
            nn.functional.cross_entropy(scores, tensor(new long[] { 0, 1, 2, 3, 0 }));

        public void Set(string parameter, int index, float value)
        {
            using var quiet = no_grad();
            Network.Module.named_parameters().Single(named => named.name == parameter).parameter.view(-1)[index] = tensor(value);
        }

        public float[] Parameters() => [.. Network.Module.parameters().SelectMany(parameter => parameter.detach().data<float>().ToArray())];

        public void Step(long step) => Runner.Run(() => Loss(Network.call(Images)), Rate, step);

        public TrainingException Fail() => Assert.Throws<TrainingException>(() => Step(7));

        public void Dispose()
        {
            parameters.Dispose();
            Network.Dispose();
        }
    }

    private static Tensor Filled(float value, params long[] shape) =>
        tensor(Enumerable.Repeat(value, (int)shape.Aggregate(1L, (all, size) => all * size)).ToArray(), shape);
}
