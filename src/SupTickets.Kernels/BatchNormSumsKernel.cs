using System.Runtime.CompilerServices;

namespace SupTickets.Kernels;

/// <summary><see cref="BatchNormGradient.Sums"/> with its arguments.</summary>
internal readonly unsafe struct BatchNormSumsKernel(
    int threads,
    BlockedShape shape,
    float* x,
    float* y,
    float* dy,
    float* mean,
    float* inverseDeviation,
    float* scale,
    float* shift,
    Activation activation,
    float* dGamma,
    float* dBeta) : ITieredKernel
{
    public void Run<TVector, TTier>()
        where TVector : struct
        where TTier : ITier<TVector>
    {
        if (activation == Activation.None) Run<TVector, TTier, OpenGate>();
        else if (y is null) Run<TVector, TTier, InputGate>();
        else Run<TVector, TTier, OutputGate>();
    }

    private void Run<TVector, TTier, TGate>()
        where TVector : struct
        where TTier : ITier<TVector>
        where TGate : IGate
    {
        BatchNormSumsKernel kernel = this;
        Team.Run(threads, shape.Channels, (channel, _) => kernel.Channel<TVector, TTier, TGate>(channel));
    }

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
