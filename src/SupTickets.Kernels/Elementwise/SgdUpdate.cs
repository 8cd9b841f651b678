using SupTickets.Kernels.Threads;
using SupTickets.Kernels.Vectors;

namespace SupTickets.Kernels.Elementwise;

/// <summary>
/// One step of stochastic gradient descent with momentum in one pass: g ← ∂L/∂w + λ·w; m ← μ·m + g; w ← w − η·m, or
/// w − η·(g + μ·m) with Nesterov.
/// </summary>
/// <remarks>
/// Products are fused with the sum that follows, but for μ·m of the velocity, which is rounded first: libtorch's vectorised
/// optimiser computes it so. Each element is the same arithmetic in every tier, so all tiers agree bit for bit.
/// </remarks>
public static unsafe class SgdUpdate
{
    private const int ChunkLength = 1 << 16;

    /// <summary>Updates weights and velocity in place. Any length, any alignment.</summary>
    /// <param name="threads">Threads at most, at least 1.</param>
    /// <param name="learningRate">η.</param>
    /// <param name="momentum">μ, in [0, 1).</param>
    /// <param name="decay">λ; 0 leaves the gradient as it is.</param>
    /// <param name="step">Where the step goes; of no effect when μ is 0.</param>
    /// <param name="gradient">∂L/∂w, as long as <paramref name="weights"/>.</param>
    /// <param name="velocity">m, as long as <paramref name="weights"/>; not used, and may be empty, when μ is 0.</param>
    /// <param name="weights">w.</param>
    /// <exception cref="ArgumentOutOfRangeException">The lengths differ.</exception>
    public static void Invoke(
        int threads, float learningRate, float momentum, float decay, SgdStep step, ReadOnlySpan<float> gradient, Span<float> velocity,
        Span<float> weights)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(gradient.Length, weights.Length);
        if (momentum != 0) ArgumentOutOfRangeException.ThrowIfNotEqual(velocity.Length, weights.Length);
        fixed (float* g = gradient, m = velocity, w = weights)
        {
            (nint gradients, nint velocities, nint values, int length) = ((nint)g, (nint)m, (nint)w, weights.Length);
            Team.Run(threads, (length + ChunkLength - 1) / ChunkLength, (chunk, _) =>
            {
                int start = chunk * ChunkLength;
                Tier.Dispatch(new Kernel(
                    learningRate, momentum, decay, step, Math.Min(ChunkLength, length - start), (float*)gradients + start,
                    (float*)velocities + start, (float*)values + start));
            });
        }
    }

    internal readonly struct Kernel(
        float learningRate, float momentum, float decay, SgdStep step, int length, float* gradient, float* velocity, float* weights)
            : ITieredKernel
    {
        public void Run<TVector, TTier>()
            where TVector : struct
            where TTier : ITier<TVector>
        {
            int whole = length - (length % TTier.Width);
            if (momentum == 0)
            {
                Descend<TVector, TTier>(0, whole);
                Descend<float, TierScalar>(whole, length);
            }
            else
            {
                DescendWithMomentum<TVector, TTier>(0, whole);
                DescendWithMomentum<float, TierScalar>(whole, length);
            }
        }

        private void Descend<TVector, TTier>(int start, int end)
            where TVector : struct
            where TTier : ITier<TVector>
        {
            TVector descent = TTier.Broadcast(-learningRate), shrink = TTier.Broadcast(decay);
            for (int i = start; i < end; i += TTier.Width)
            {
                TVector w = TTier.Load(weights + i);
                TVector g = TTier.MultiplyAdd(w, shrink, TTier.Load(gradient + i));
                TTier.Store(TTier.MultiplyAdd(g, descent, w), weights + i);
            }
        }

        private void DescendWithMomentum<TVector, TTier>(int start, int end)
            where TVector : struct
            where TTier : ITier<TVector>
        {
            TVector descent = TTier.Broadcast(-learningRate), shrink = TTier.Broadcast(decay), keep = TTier.Broadcast(momentum);
            SgdStep towards = step;
            for (int i = start; i < end; i += TTier.Width)
            {
                TVector w = TTier.Load(weights + i);
                TVector g = TTier.MultiplyAdd(w, shrink, TTier.Load(gradient + i));
                TVector m = TTier.Add(TTier.Multiply(TTier.Load(velocity + i), keep), g);
                TTier.Store(m, velocity + i);
                TTier.Store(TTier.MultiplyAdd(towards == SgdStep.Nesterov ? TTier.MultiplyAdd(m, keep, g) : m, descent, w), weights + i);
            }
        }
    }
}
