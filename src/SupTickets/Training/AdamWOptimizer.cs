using SupTickets.Topology;
using TorchSharp;
using static TorchSharp.torch;

namespace SupTickets.Training;

/// <summary>
/// Adam with decoupled weight decay (Loshchilov and Hutter, 2019) as PyTorch defines it. Connections grown later start with
/// zero moments and share the run's bias correction.
/// </summary>
/// <param name="beta1">Decay of the first moment.</param>
/// <param name="beta2">Decay of the second moment.</param>
/// <param name="epsilon">Added to the denominator.</param>
/// <param name="decay">Decoupled weight decay.</param>
public sealed class AdamWOptimizer(double beta1, double beta2, double epsilon, WeightDecay decay) : IOptimizer
{
    private const string First = "first-moment", Second = "second-moment";

    /// <inheritdoc/>
    public IReadOnlyList<string> StateNames { get; } = [First, Second];

    /// <inheritdoc/>
    public void Update(Trainable trainable, double learningRate, long step)
    {
        if (trainable.Parameter.grad is not { } gradient) return;
        double correction1 = 1 - Math.Pow(beta1, step + 1);
        double correction2 = 1 - Math.Pow(beta2, step + 1);
        using Scalar shrink = (1 - learningRate * decay.For(trainable)).ToScalar();
        using Scalar keep1 = beta1.ToScalar();
        using Scalar take1 = (1 - beta1).ToScalar();
        using Scalar keep2 = beta2.ToScalar();
        using Scalar take2 = (1 - beta2).ToScalar();
        using Scalar scale = Math.Sqrt(correction2).ToScalar();
        using Scalar offset = epsilon.ToScalar();
        using Scalar descent = (-learningRate / correction1).ToScalar();
        trainable.Parameter.mul_(shrink);
        Tensor first = trainable.State(First).mul_(keep1).add_(gradient, take1);
        Tensor second = trainable.State(Second).mul_(keep2).addcmul_(gradient, gradient, take2);
        Tensor denominator = second.sqrt().div_(scale).add_(offset, Scalars.One);
        trainable.Parameter.addcdiv_(first, denominator, descent);
    }
}
