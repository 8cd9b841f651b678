using SupTickets.Values;

namespace SupTickets.Layers;

/// <summary>The initialisations that our models use.</summary>
public static class Initializations
{
    /// <summary>PyTorch's default for convolutions and linear layers: uniform in ±1/√fan_in (Kaiming uniform with a = √5).</summary>
    public static Initialization KaimingUniform { get; } = (shape, random, weights) => Uniform(1 / Math.Sqrt(shape.FanIn), random, weights);

    /// <summary>Normal with standard deviation √(2/fan_in) (He et al., 2015): the ImageNet ResNet.</summary>
    public static Initialization KaimingNormal { get; } = (shape, random, weights) => Normal(Math.Sqrt(2.0 / shape.FanIn), random, weights);

    /// <summary>Normal with standard deviation √(2/fan_out), fan_out = kernel area · outputs: the wide ResNet.</summary>
    public static Initialization KaimingNormalFanOut { get; } =
        (shape, random, weights) => Normal(Math.Sqrt(2.0 / FanOut(shape)), random, weights);

    /// <summary>Normal with standard deviation √(2/(fan_in + fan_out)) (Glorot and Bengio, 2010): SNIP's redraw.</summary>
    public static Initialization XavierNormal { get; } =
        (shape, random, weights) => Normal(Math.Sqrt(2.0 / (shape.FanIn + FanOut(shape))), random, weights);

    private static double FanOut(WeightShape shape) => (double)shape.Positions / shape.Inputs;

    private static void Uniform(double bound, RandomStream random, Span<float> weights)
    {
        foreach (ref float weight in weights) weight = (float)random.NextDouble(-bound, bound);
    }

    private static void Normal(double deviation, RandomStream random, Span<float> weights)
    {
        foreach (ref float weight in weights) weight = (float)(deviation * random.NextNormal());
    }
}
