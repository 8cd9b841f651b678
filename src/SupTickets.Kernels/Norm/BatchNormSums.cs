using System.Runtime.CompilerServices;
using SupTickets.Kernels.Layout;
using SupTickets.Kernels.Vectors;

namespace SupTickets.Kernels.Norm;

/// <summary>dβ = Σ g and dγ = Σ g·x̂ over the N·H·W elements of a channel, as <see cref="BatchNormGradient"/> names them.</summary>
internal readonly unsafe struct BatchNormSums(NormPass pass, NormPointers made, float* dy, float* dGamma, float* dBeta)
{
    public void Channel<TVector, TTier, TGate>(int channel)
        where TVector : struct
        where TTier : ITier<TVector>
        where TGate : IGate
    {
        Pairs<TVector, TTier, TGate> pairs = new(
            pass.X,
            pass.Y,
            dy,
            TTier.Broadcast(made.Mean[channel]),
            TTier.Broadcast(made.Scale[channel]),
            TTier.Broadcast(made.Shift[channel]));
        (double sum, double product) = PairSums.Of<TVector, TTier, Pairs<TVector, TTier, TGate>>(pass.Shape, channel, pairs);
        dBeta[channel] = (float)sum;
        dGamma[channel] = (float)(product * made.InverseDeviation[channel]);
    }

    /// <summary>a = g, b = x − mean.</summary>
    private readonly struct Pairs<TVector, TTier, TGate>(float* x, float* y, float* dy, TVector mean, TVector scale, TVector shift)
        : IPairs<TVector>
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
