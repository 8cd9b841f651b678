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
    /// <inheritdoc/>
    public void Update(Trainable trainable, double learningRate, long step)
    {
        if (trainable.Parameter.grad is not { } gradient) return;
        trainable.Parameter.mul_(1 - learningRate * decay.For(trainable));
        Tensor first = trainable.State("first-moment");
        Tensor second = trainable.State("second-moment");
        first.mul_(beta1).add_(gradient, alpha: 1 - beta1);
        second.mul_(beta2).addcmul_(gradient, gradient, value: 1 - beta2);
        double correction1 = 1 - Math.Pow(beta1, step + 1);
        double correction2 = 1 - Math.Pow(beta2, step + 1);
        Tensor denominator = second.sqrt().div_(Math.Sqrt(correction2)).add_(epsilon);
        trainable.Parameter.addcdiv_(first, denominator, value: -learningRate / correction1);
    }
}
