using System.Runtime.InteropServices;
using SupTickets.Kernels;
using SupTickets.Topology;
using TorchSharp;
using static TorchSharp.torch;

namespace SupTickets.Training;

/// <summary>
/// Stochastic gradient descent with momentum as PyTorch defines it: g ← ∂L/∂w + λ·w; m ← μ·m + g;
/// w ← w − η·m, or w − η·(g + μ·m) with Nesterov.
/// </summary>
/// <param name="momentum">μ, in [0, 1).</param>
/// <param name="look">Whether the step looks ahead (Nesterov) or follows the plain momentum.</param>
/// <param name="decay">λ.</param>
public sealed class SgdOptimizer(double momentum, MomentumKind look, WeightDecay decay) : IOptimizer
{
    /// <inheritdoc/>
    public void Update(Trainable trainable, double learningRate, long step)
    {
        if (trainable.Parameter.grad is not { } gradient) return;
        if (trainable.Parameter.device_type == DeviceType.CPU)
        {
            using Tensor contiguous = gradient.contiguous();
            Span<float> velocity = momentum == 0 ? [] : Floats(trainable.State("momentum"));
            SgdUpdate.Invoke(
                get_num_threads(), (float)learningRate, (float)momentum, (float)decay.For(trainable), look == MomentumKind.Nesterov ? SgdStep.Nesterov : SgdStep.Plain,
                Floats(contiguous), velocity, Floats(trainable.Parameter));
            return;
        }

        UpdateByTensors(trainable, gradient, learningRate);
    }

    private static Span<float> Floats(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);

    private void UpdateByTensors(Trainable trainable, Tensor gradient, double learningRate)
    {
        using Scalar shrink = decay.For(trainable).ToScalar();
        using Scalar keep = momentum.ToScalar();
        using Scalar descent = (-learningRate).ToScalar();
        if (decay.For(trainable) != 0) gradient = gradient.add(trainable.Parameter, shrink);
        if (momentum != 0)
        {
            Tensor velocity = trainable.State("momentum");
            velocity.mul_(keep).add_(gradient, Scalars.One);
            gradient = look == MomentumKind.Nesterov ? gradient.add(velocity, keep) : velocity;
        }

        trainable.Parameter.add_(gradient, descent);
    }
}
