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
    private const string Momentum = "momentum";

    /// <inheritdoc/>
    public IReadOnlyList<string> StateNames { get; } = momentum == 0 ? [] : [Momentum];

    /// <inheritdoc/>
    public void Update(Trainable trainable, double learningRate, long step)
    {
        if (trainable.Parameter.grad is not { } gradient) return;
        Tensor? velocity = momentum == 0 ? null : trainable.State(Momentum);
        // The kernel knows one kind of memory; parameters of a user's module may be of any.
        if (HostFloats.AreIn(trainable.Parameter) && HostFloats.AreIn(gradient) && (velocity is null || HostFloats.AreIn(velocity)))
        {
            SgdUpdate.Invoke(
                get_num_threads(), (float)learningRate, (float)momentum, (float)decay.For(trainable), look == MomentumKind.Nesterov ? SgdStep.Nesterov : SgdStep.Plain,
                HostFloats.Of(gradient), velocity is null ? [] : HostFloats.Of(velocity), HostFloats.Of(trainable.Parameter));
            return;
        }

        UpdateByTensors(trainable, gradient, velocity, learningRate);
    }

    private void UpdateByTensors(Trainable trainable, Tensor gradient, Tensor? velocity, double learningRate)
    {
        using Scalar shrink = decay.For(trainable).ToScalar();
        using Scalar keep = momentum.ToScalar();
        using Scalar descent = (-learningRate).ToScalar();
        if (decay.For(trainable) != 0) gradient = gradient.add(trainable.Parameter, shrink);
        if (velocity is not null)
        {
            velocity.mul_(keep).add_(gradient, Scalars.One);
            gradient = look == MomentumKind.Nesterov ? gradient.add(velocity, keep) : velocity;
        }

        trainable.Parameter.add_(gradient, descent);
    }
}
