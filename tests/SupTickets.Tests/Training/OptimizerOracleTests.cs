using SupTickets.Experiments.Data;
using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Runs;
using SupTickets.Layers;
using SupTickets.Networks;
using SupTickets.Tests.Layers;
using SupTickets.Topology;
using SupTickets.Training;
using SupTickets.Values;
using TorchSharp.Modules;
using static TorchSharp.torch;
using BatchNorm = SupTickets.Layers.BatchNorm;

namespace SupTickets.Tests.Training;

/// <summary>Our optimizers against those of libtorch's own wrapper, on the same dense network and the same batches.</summary>
public sealed class OptimizerOracleTests
{
    private static readonly ImageShape Input = new(1, 3, 4);

    public static TheoryData<OptimizerRecipe> Recipes { get; } =
    [
        new OptimizerRecipe { Name = "sgd", Momentum = 0, WeightDecay = 0 },
        new OptimizerRecipe { Name = "sgd", Momentum = 0, WeightDecay = 0.01 },
        new OptimizerRecipe { Name = "sgd", Momentum = 0.9, WeightDecay = 5e-4 },
        new OptimizerRecipe { Name = "sgd", Momentum = 0.8, WeightDecay = 0.01, Nesterov = true },
        new OptimizerRecipe { Name = "adamw", WeightDecay = 0 },
        new OptimizerRecipe { Name = "adamw", WeightDecay = 0.05, Beta1 = 0.8, Beta2 = 0.95, Epsilon = 1e-6 },
    ];

    [Theory]
    [MemberData(nameof(Recipes), DisableDiscoveryEnumeration = true)]
    public void A_dense_network_takes_the_steps_that_libtorch_takes(OptimizerRecipe recipe)
    {
        using var outer = NewDisposeScope();
        using PausedFinalizers held = new();
        using SparseNetwork ours = new(nn.Sequential(
            ("flatten", nn.Flatten()), ("fc1", new SparseLinear(12, 7)), ("tanh", nn.Tanh()), ("norm", new BatchNorm(7)),
            ("fc2", new SparseLinear(7, 4))));
        ours.Initialize(new(1));
        ours.train();
        using ParameterSet parameters = new(ours);
        StepRunner runner = new(parameters, Optimizers.Create(recipe));
        ClassificationLoss loss = new(ours, Input, labelSmoothing: 0);

        Linear fc1 = nn.Linear(12, 7), fc2 = nn.Linear(7, 4);
        BatchNorm1d norm = nn.BatchNorm1d(7);
        using var theirs = nn.Sequential(("flatten", nn.Flatten()), ("fc1", fc1), ("tanh", nn.Tanh()), ("norm", norm), ("fc2", fc2));
        theirs.train();
        Dictionary<string, Parameter> copies = theirs.named_parameters().ToDictionary(named => named.name, named => named.parameter);
        using (no_grad())
        {
            foreach (TrainableParameter trainable in parameters.All())
                copies[trainable.Name].copy_(trainable.Parameter.view_as(copies[trainable.Name]));
        }

        using optim.Optimizer optimizer = recipe.Name == "sgd"
            ? optim.SGD(theirs.parameters(), 1, recipe.Momentum, 0, recipe.WeightDecay, recipe.Nesterov)
            : optim.AdamW(theirs.parameters(), 1, recipe.Beta1, recipe.Beta2, recipe.Epsilon, recipe.WeightDecay);
        for (int step = 0; step < 8; step++)
        {
            double rate = 0.05 / (step + 1);
            Batch batch = RandomBatch(step);
            runner.Run(() => loss.Of(batch), rate, step);

            foreach (var group in optimizer.ParamGroups) group.LearningRate = rate;
            optimizer.zero_grad();
            (Tensor images, Tensor labels) = batch.ToTensors(Input, CPU);
            nn.functional.cross_entropy(theirs.call(images), labels).backward();
            optimizer.step();
            foreach (TrainableParameter trainable in parameters.All())
                Near.Require(copies[trainable.Name], trainable.Parameter, $"{trainable.Name} after step {step + 1}");
        }
    }

    // λ spares nothing under "all"; under "no-norm" batch-norm parameters, and only those, move as without it.
    [Theory]
    [InlineData("all", false)]
    [InlineData("no-norm", true)]
    public void Weight_decay_spares_batch_norm_only_when_told_to(string decay, bool spared)
    {
        using SparseNetwork network = new(nn.Sequential(
            ("flatten", nn.Flatten()), ("fc1", new SparseLinear(12, 7)), ("norm", new BatchNorm(7)), ("fc2", new SparseLinear(7, 4))));
        network.Initialize(new(1));
        using ParameterSet parameters = new(network);
        IOptimizer optimizer = Optimizers.Create(new() { Decay = decay, WeightDecay = 0.1, Momentum = 0 });
        using var scope = NewDisposeScope();
        foreach (TrainableParameter trainable in parameters.All())
        {
            using var quiet = no_grad();
            trainable.Parameter.fill_(Scalars.One);
            trainable.Parameter.grad = zeros_like(trainable.Parameter);
            optimizer.Update(trainable, learningRate: 1, step: 0);
            Assert.Equal(
                spared && trainable.Name.StartsWith("norm", StringComparison.Ordinal) ? 1
                    : 0.9f, trainable.Parameter.max().item<float>(), 1e-6f);
        }
    }

    public static TheoryData<string, double, bool> OtherMemory
    {
        get
        {
            TheoryData<string, double, bool> cases = [];
            foreach (string memory in new[] { "double", "half", "transposed", "gradient transposed", "every second" })
            {
                foreach ((double momentum, bool nesterov) in new[] { (0.0, false), (0.9, false), (0.9, true) })
                    cases.Add(memory, momentum, nesterov);
            }

            return cases;
        }
    }

    // A user's module may have any.
    [Theory]
    [MemberData(nameof(OtherMemory))]
    public void Parameters_of_other_memory_than_the_kernel_knows_take_the_steps_that_libtorch_takes(
        string memory, double momentum, bool nesterov)
    {
        using var scope = NewDisposeScope();
        using PausedFinalizers held = new();
        Tensor start = arange(12, dtype: ScalarType.Float32).view(3, 4).sin();
        Parameter ours = new(Laid(memory, start)), theirs = new(Laid(memory, start));
        Tensor state = zeros_like(ours).detach();
        TrainableParameter trainable = new("ours", ours, _ => state, IsNorm: false);
        IOptimizer optimizer = Optimizers.Create(new() { Name = "sgd", Momentum = momentum, WeightDecay = 0.01, Nesterov = nesterov });
        using optim.Optimizer oracle = optim.SGD([theirs], 0.1, momentum, 0, 0.01, nesterov);
        for (int step = 0; step < 3; step++)
        {
            Tensor gradient = arange(12, dtype: ours.dtype).view(3, 4).add(step).cos();
            ours.grad = memory == "gradient transposed" ? gradient.t().contiguous().t() : gradient;
            theirs.grad = gradient.clone();
            using (no_grad()) optimizer.Update(trainable, learningRate: 0.1, step);
            oracle.step();
            Near.Require(
                theirs.to(ScalarType.Float32).contiguous(), ours.to(ScalarType.Float32).contiguous(), $"{memory} after step {step + 1}");
        }
    }

    private static Tensor Laid(string memory, Tensor values) => memory switch
    {
        "double" => values.to(ScalarType.Float64),
        "half" => values.to(ScalarType.Float16),
        "transposed" => values.t().contiguous().t(),
        "every second" => cat([values, values], 1)[.., TensorIndex.Slice(0, null, 2)],
        _ => values.clone(),
    };

    private static Batch RandomBatch(int step)
    {
        RandomStream random = new Seed(9).For("batch", step).Stream();
        float[] images = [.. Enumerable.Range(0, 5 * Input.Length).Select(_ => (float)random.NextNormal())];
        return new(images, [.. Enumerable.Range(0, 5).Select(_ => (long)random.NextInt(4))], 5);
    }
}
