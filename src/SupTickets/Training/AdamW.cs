using SupTickets.Topology;
using SupTickets.Values;
using TorchSharp;
using static TorchSharp.torch;

namespace SupTickets.Training;

/// <summary>
/// Adam with decoupled weight decay (Loshchilov and Hutter, 2019) as PyTorch defines it. Connections grown later start with
/// zero moments and share the run's bias correction.
/// </summary>
public sealed record AdamW : IOptimizer
{
    private const string First = "first-moment", Second = "second-moment";

    /// <summary>Decay of the first moment, β₁, in [0, 1).</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the second moment, β₂, in [0, 1).</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Added to the denominator, above 0.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Decoupled weight decay, at least 0.</summary>
    public double WeightDecay { get; init; } = 5e-4;

    /// <summary>Whether batch-norm parameters do not decay (ImageNet recipes).</summary>
    public bool SparesNorm { get; init; }

    /// <inheritdoc/>
    public IReadOnlyList<string> StateNames { get; } = [First, Second];

    internal void CheckRanges(SettingChecks checks)
    {
        checks.Number("beta1", Beta1, Beta1 is >= 0 and < 1, SettingChecks.Fraction);
        checks.Number("beta2", Beta2, Beta2 is >= 0 and < 1, SettingChecks.Fraction);
        checks.Number("epsilon", Epsilon, Epsilon > 0, SettingChecks.Positive);
        checks.Number("weightDecay", WeightDecay, WeightDecay >= 0, SettingChecks.NotNegative);
    }

    /// <inheritdoc/>
    public void Update(TrainableParameter trainable, double learningRate, long step)
    {
        if (trainable.Parameter.grad is not { } gradient) return;
        double correction1 = 1 - Math.Pow(Beta1, step + 1);
        double correction2 = 1 - Math.Pow(Beta2, step + 1);
        using Scalar shrink = (1 - learningRate * trainable.Decay(WeightDecay, SparesNorm)).ToScalar();
        using Scalar keep1 = Beta1.ToScalar();
        using Scalar take1 = (1 - Beta1).ToScalar();
        using Scalar keep2 = Beta2.ToScalar();
        using Scalar take2 = (1 - Beta2).ToScalar();
        using Scalar scale = Math.Sqrt(correction2).ToScalar();
        using Scalar offset = Epsilon.ToScalar();
        using Scalar descent = (-learningRate / correction1).ToScalar();
        trainable.Parameter.mul_(shrink);
        Tensor first = trainable.State(First).mul_(keep1).add_(gradient, take1);
        Tensor second = trainable.State(Second).mul_(keep2).addcmul_(gradient, gradient, take2);
        Tensor denominator = second.sqrt().div_(scale).add_(offset, Scalars.One);
        trainable.Parameter.addcdiv_(first, denominator, descent);
    }
}
