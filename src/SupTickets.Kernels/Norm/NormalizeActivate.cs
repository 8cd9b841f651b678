using System.Runtime.CompilerServices;
using SupTickets.Kernels.Layout;
using SupTickets.Kernels.Threads;
using SupTickets.Kernels.Vectors;

namespace SupTickets.Kernels.Norm;

/// <summary>
/// y = activation(scale[c]·x + shift[c] + residual): batch normalisation (Ioffe &amp; Szegedy 2015) with what follows it, in one pass over
/// memory. With statistics μ, σ² and parameters γ, β: scale = γ/√(σ²+ε), shift = β − μ·scale.
/// </summary>
/// <remarks>Each element is one fused multiply-add, one addition and one maximum in every tier, so all tiers agree bit for bit.</remarks>
public static unsafe class NormalizeActivate
{
    /// <summary>Computes all of y; its padding lanes become 0.</summary>
    /// <param name="threads">Threads at most, at least 1.</param>
    /// <param name="pass">The activations.</param>
    /// <param name="scale">The factors, [C].</param>
    /// <param name="shift">The offsets, [C].</param>
    /// <exception cref="ArgumentNullException">There is no x or no y.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length is not C, or the activation is none of the named.</exception>
    public static void Invoke(int threads, NormPass pass, ReadOnlySpan<float> scale, ReadOnlySpan<float> shift)
    {
        ArgumentNullException.ThrowIfNull(pass.X);
        ArgumentNullException.ThrowIfNull(pass.Y);
        ArgumentOutOfRangeException.ThrowIfNotEqual(scale.Length, pass.Shape.Channels);
        ArgumentOutOfRangeException.ThrowIfNotEqual(shift.Length, pass.Shape.Channels);
        pass.ThrowIfActivationIsUnknown();
        fixed (float* scales = scale, shifts = shift)
        {
            Tier.Dispatch(new Kernel(threads, pass, scales, shifts));
        }
    }

    /// <summary>Scale and shift are at hand, or <paramref name="constants"/> put each channel's there first.</summary>
    internal readonly struct Kernel(
        int threads, NormPass pass, float* scale, float* shift, BatchNormForward.ChannelConstants? constants = null) : ITieredKernel
    {
        public void Run<TVector, TTier>()
            where TVector : struct
            where TTier : ITier<TVector>
        {
            if (pass.Activation == Activation.Relu) Run<TVector, TTier, Clip>();
            else Run<TVector, TTier, Keep>();
        }

        private void Run<TVector, TTier, TActivation>()
            where TVector : struct
            where TTier : ITier<TVector>
            where TActivation : IActivation
        {
            if (pass.Residual is null) Run<TVector, TTier, TActivation, Nothing>();
            else Run<TVector, TTier, TActivation, Residual>();
        }

        private void Run<TVector, TTier, TActivation, TAddend>()
            where TVector : struct
            where TTier : ITier<TVector>
            where TActivation : IActivation
            where TAddend : IAddend
        {
            Kernel kernel = this;
            Team.Run(threads, pass.Shape.Channels, (channel, _) => kernel.Channel<TVector, TTier, TActivation, TAddend>(channel));
        }

        private void Channel<TVector, TTier, TActivation, TAddend>(int channel)
            where TVector : struct
            where TTier : ITier<TVector>
            where TActivation : IActivation
            where TAddend : IAddend
        {
            constants?.Compute<TVector, TTier>(channel);
            ChannelLoop.ForEach<TVector, TTier, Operation<TVector, TTier, TActivation, TAddend>>(
                pass.Shape,
                channel,
                new(pass.X, pass.Residual, TTier.Broadcast(scale[channel]), TTier.Broadcast(shift[channel]), pass.Y));
            ChannelLoop.ClearPadding<TVector, TTier>(pass.Shape, channel, pass.Y);
        }
    }

    private readonly struct Operation<TVector, TTier, TActivation, TAddend>(
        float* x, float* residual, TVector scale, TVector shift, float* y)
        : IElementwise
        where TVector : struct
        where TTier : ITier<TVector>
        where TActivation : IActivation
        where TAddend : IAddend
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply(nint offset)
        {
            TVector normal = TTier.MultiplyAdd(scale, TTier.Load(x + offset), shift);
            TVector sum = TAddend.AddTo<TVector, TTier>(normal, residual + offset);
            TTier.Store(TActivation.Of<TVector, TTier>(sum), y + offset);
        }
    }

    private interface IAddend
    {
        static abstract TVector AddTo<TVector, TTier>(TVector value, float* source)
            where TVector : struct
            where TTier : ITier<TVector>;
    }

    private readonly struct Nothing : IAddend
    {
        public static TVector AddTo<TVector, TTier>(TVector value, float* source)
            where TVector : struct
            where TTier : ITier<TVector> => value;
    }

    private readonly struct Residual : IAddend
    {
        public static TVector AddTo<TVector, TTier>(TVector value, float* source)
            where TVector : struct
            where TTier : ITier<TVector> => TTier.Add(value, TTier.Load(source));
    }
}
