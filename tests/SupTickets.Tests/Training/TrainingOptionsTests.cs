using SupTickets.Layers;
using SupTickets.Methods;
using SupTickets.Networks;
using SupTickets.Tickets;
using SupTickets.Training;
using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.Tests.Training;

/// <summary>Options of a trainer are refused by name before the module is touched, and a checkpoint knows them again.</summary>
public sealed class TrainingOptionsTests
{
    private static readonly TrainingOptions Sound = new()
    {
        Density = Density.FromSparsity(0.5),
        Calendar = new(epochs: 4, stepsPerEpoch: 2),
        LearningRate = 0.1,
        Superpose = new() { Share = 0.5, CycleEpochs = 1 },
    };

    public static TheoryData<string, Func<TrainingOptions>> Wrong => new()
    {
        { "method.updateInterval", () => Sound with { Method = new RigL { UpdateInterval = 0 } } },
        { "method.graNet.initialSparsity", () => Sound with { Method = new GraNet { Options = new() { InitialSparsity = 1 } } } },
        { "method.graNet.initialSparsity", () =>
            Sound with { Method = new GraNet { Options = new() { InitialSparsity = 0.6, EndEpoch = 1 } } } },
        { "optimizer.momentum", () => Sound with { Optimizer = new Sgd { Momentum = 1 } } },
        { "optimizer.momentum", () => Sound with { Optimizer = new Sgd { Momentum = 0, Nesterov = true } } },
        { "optimizer.momentum", () => Sound with { Method = new Snfs(), GradientMomentum = 0 } },
        { "optimizer.epsilon", () => Sound with { Optimizer = new AdamW { Epsilon = 0 } } },
        { "superpose.cycleEpochs", () => Sound with { Superpose = new() { CycleEpochs = 0 } } },
        { "superpose.share", () => Sound with { Superpose = new() { Share = double.NaN } } },
        { "superpose.share", () => Sound with { Superpose = new() { Share = 1, CycleEpochs = 1 } } },
        { "superpose.highRate", () => Sound with { Superpose = new() { LowRate = 0.1, HighRate = 0.01 } } },
        { "gradientMomentum", () => Sound with { GradientMomentum = -1 } },
        { "learningRate", () => Sound with { LearningRate = 0 } },
        { "calendar", () => Sound with { Calendar = Sound.Calendar.WithCycles(0.5, 1) } },
        { "explorations[0]", () => Sound with { Method = new Dsr(), Explorations = [new(new MagnitudeDrop(), null)] } },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_cannot_be_followed_is_named(string path, Func<TrainingOptions> options)
    {
        using SparseLinear module = new(2, 2);
        SettingException refusal = Assert.Throws<SettingException>(() => new SparseTrainer(module, options()));
        Assert.Contains(refusal.Errors, error => error.Path == path);
    }

    [Fact]
    public void Momentum_of_the_dense_gradient_stands_in_for_that_of_the_optimizer()
    {
        using SparseTrainer trainer = new(
            new SparseLinear(2, 2), Sound with { Method = new Snfs(), Optimizer = new Sgd { Momentum = 0 }, GradientMomentum = 0.9 });
        Assert.Equal(8, trainer.Total);
    }

    [Fact]
    public void A_density_has_the_sparsity_that_it_was_made_of() =>
        (Sound with
        {
            Density = Density.FromSparsity(0.1),
            Superpose = null,
            Method = new GraNet
            {
                UpdateInterval = 1,
                Options = new()
                {
                    InitialSparsity = 0.1,
                }
            }
        })
            .Check();

    [Fact]
    public void Options_that_differ_are_told_apart_and_the_same_ones_are_not()
    {
        string own = OptionsIdentity.Of(Sound);
        Assert.Null(OptionsIdentity.Difference(own, OptionsIdentity.Of(Sound with { Method = new RigL() })));
        Assert.EndsWith(": superpose", Difference(Cima(0.8), Cima(0.5)), StringComparison.Ordinal);
        Assert.EndsWith(": learningRate", Difference(Sound, Sound with { LearningRate = 0.2 }), StringComparison.Ordinal);
        Assert.EndsWith(": optimizer", Difference(Sound, Sound with { Optimizer = new Own(0.1m) }), StringComparison.Ordinal);
        Assert.EndsWith(
            ": optimizer", Difference(Sound with { Optimizer = new Own(0.1m) }, Sound with { Optimizer = new Own(0.2m) }),
            StringComparison.Ordinal);

        static TrainingOptions Cima(double beta) => Sound with { Superpose = new() { Averaging = new MovingAveraging(beta) } };
        static string Difference(TrainingOptions one, TrainingOptions other) =>
            OptionsIdentity.Difference(OptionsIdentity.Of(one), OptionsIdentity.Of(other)) ?? "none";
    }

    [Fact]
    public void A_group_of_parameters_holds_for_sparse_weights_too()
    {
        using SparseNetwork network = new(nn.Sequential(("slow", new Slow()), ("head", new SparseLinear(2, 2))));
        using ParameterSet parameters = new(network);
        Assert.Equal(
            [("head.bias", 1, 1), ("head.weight", 1, 1), ("slow.layer.bias", 0.5, 0), ("slow.layer.weight", 0.5, 0)],
            parameters.All().Select(one => (one.Name, one.RateFactor, one.DecayFactor)).OrderBy(one => one.Name, StringComparer.Ordinal));
    }

    private sealed class Slow : nn.Module<Tensor, Tensor>, IParameterGroup
    {
        private readonly SparseLinear layer = new(2, 2);

        public Slow()
            : base(nameof(Slow)) => RegisterComponents();

        public double RateFactor => 0.5;

        public double DecayFactor => 0;

        public override Tensor forward(Tensor input) => layer.call(input);
    }

    private sealed record Own(decimal Share) : IOptimizer
    {
        public IReadOnlyList<string> StateNames => [];

        public string Unready => throw new InvalidOperationException("not yet");

        public void Update(TrainableParameter trainable, double learningRate, long step)
        {
        }
    }
}
