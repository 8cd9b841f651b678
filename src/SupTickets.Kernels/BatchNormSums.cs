using System.Runtime.CompilerServices;

namespace SupTickets.Kernels;

/// <summary>dβ = Σ g and dγ = Σ g·x̂ over the N·H·W elements of a channel, as <see cref="BatchNormGradient"/> names them.</summary>
internal readonly unsafe struct BatchNormSums(
    BlockedShape shape, float* x, float* y, float* dy, float* mean, float* inverseDeviation, float* scale, float* shift, float* dGamma, float* dBeta)
{
    public void Channel<TVector, TTier, TGate>(int channel)
        where TVector : struct
        where TTier : ITier<TVector>
        where TGate : IGate
    {
        Pairs<TVector, TTier, TGate> pairs = new(
            x, y, dy, TTier.Broadcast(mean[channel]), TTier.Broadcast(scale[channel]), TTier.Broadcast(shift[channel]));
        (double sum, double product) = PairSums.Of<TVector, TTier, Pairs<TVector, TTier, TGate>>(shape, channel, pairs);
        dBeta[channel] = (float)sum;
        dGamma[channel] = (float)(product * inverseDeviation[channel]);
    }

    /// <summary>a = g, b = x − mean.</summary>
    private readonly struct Pairs<TVector, TTier, TGate>(float* x, float* y, float* dy, TVector mean, TVector scale, TVector shift) : IPairs<TVector>
        where TVector : struct
        where TTier : ITier<TVector>
        where TGate : IGate
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Load(nint offset, out TVector a, out TVector b)
        {
            a = TGate.Pass<TVector, TTier>(TTier.Load(dy + offset), x + offset, y + offset, scale, shift);
            b = TTier.Subtract(TTier.Load(x + offset), mean);
        }
    }
}
