using SupTickets.Kernels.Elementwise;
using SupTickets.Topology;
using SupTickets.Values;
using TorchSharp;
using static TorchSharp.torch;

namespace SupTickets.Training;

/// <summary>
/// Stochastic gradient descent with momentum as PyTorch defines it: g ← ∂L/∂w + λ·w; m ← μ·m + g;
/// w ← w − η·m, or w − η·(g + μ·m) with Nesterov.
/// </summary>
public sealed record Sgd : IOptimizer
{
    /// <summary>μ, in [0, 1).</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>Whether the step looks one velocity ahead (Nesterov; Sutskever et al., 2013) or follows the plain momentum.</summary>
    public bool Nesterov { get; init; }

    /// <summary>λ, at least 0.</summary>
    public double WeightDecay { get; init; } = 5e-4;

    /// <summary>Whether batch-norm parameters do not decay (ImageNet recipes).</summary>
    public bool SparesNorm { get; init; }

    /// <inheritdoc/>
    public IReadOnlyList<string> StateNames => Momentum == 0 ? [] : [StateSlots.Velocity];

    internal void CheckRanges(SettingChecks checks)
    {
        checks.Number("momentum", Momentum, Momentum is >= 0 and < 1, SettingChecks.Fraction);
        checks.Number("weightDecay", WeightDecay, WeightDecay >= 0, SettingChecks.NotNegative);
        if (Nesterov) checks.Expect("momentum", Momentum, Momentum > 0, "above 0, since optimizer.nesterov is on");
    }

    /// <inheritdoc/>
    public void Update(TrainableParameter trainable, double learningRate, long step)
    {
        if (trainable.Parameter.grad is not { } gradient) return;
        Tensor? velocity = Momentum == 0 ? null : trainable.State(StateSlots.Velocity);
        // The kernel takes contiguous float32 memory of the host only; parameters of a user's module may lie elsewhere.
        if (HostFloats.AreIn(trainable.Parameter) && HostFloats.AreIn(gradient) && (velocity is null || HostFloats.AreIn(velocity)))
        {
            SgdUpdate.Invoke(
                get_num_threads(), (float)learningRate, (float)Momentum, (float)trainable.Decay(WeightDecay, SparesNorm),
                Nesterov ? SgdStep.Nesterov : SgdStep.Plain,
                HostFloats.Of(gradient), velocity is null ? [] : HostFloats.Of(velocity), HostFloats.Of(trainable.Parameter));
            return;
        }

        UpdateByTensors(trainable, gradient, velocity, learningRate);
    }

    private void UpdateByTensors(TrainableParameter trainable, Tensor gradient, Tensor? velocity, double learningRate)
    {
        using Scalar shrink = trainable.Decay(WeightDecay, SparesNorm).ToScalar();
        using Scalar keep = Momentum.ToScalar();
        using Scalar descent = (-learningRate).ToScalar();
        if (trainable.Decay(WeightDecay, SparesNorm) != 0) gradient = gradient.add(trainable.Parameter, shrink);
        if (velocity is not null)
        {
            velocity.mul_(keep).add_(gradient, Scalars.One);
            gradient = Nesterov ? gradient.add(velocity, keep) : velocity;
        }

        trainable.Parameter.add_(gradient, descent);
    }
}
