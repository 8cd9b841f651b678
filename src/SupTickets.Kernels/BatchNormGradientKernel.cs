using System.Runtime.CompilerServices;

namespace SupTickets.Kernels;

/// <summary><see cref="BatchNormGradient.Invoke"/> with its arguments.</summary>
internal readonly unsafe struct BatchNormGradientKernel(
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
    float* dBeta,
    StatisticsKind statistics,
    float* dx,
    float* dResidual,
    GradientStore residualStore) : ITieredKernel
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
        if (statistics == StatisticsKind.Batch) Run<TVector, TTier, TGate, OfBatch>();
        else Run<TVector, TTier, TGate, OfConstants>();
    }

    private void Run<TVector, TTier, TGate, TFormula>()
        where TVector : struct
        where TTier : ITier<TVector>
        where TGate : IGate
        where TFormula : IFormula
    {
        if (dResidual is null) Run<TVector, TTier, TGate, TFormula, Dropped>();
        else if (residualStore == GradientStore.Write) Run<TVector, TTier, TGate, TFormula, Written>();
        else Run<TVector, TTier, TGate, TFormula, Added>();
    }

    private void Run<TVector, TTier, TGate, TFormula, TStore>()
        where TVector : struct
        where TTier : ITier<TVector>
        where TGate : IGate
        where TFormula : IFormula
        where TStore : IStore
    {
        BatchNormGradientKernel kernel = this;
        Team.Run(threads, shape.Channels, (channel, _) => kernel.Channel<TVector, TTier, TGate, TFormula, TStore>(channel));
    }

    private void Channel<TVector, TTier, TGate, TFormula, TStore>(int channel)
        where TVector : struct
        where TTier : ITier<TVector>
        where TGate : IGate
        where TFormula : IFormula
        where TStore : IStore
    {
        BatchNormSums sums = new(shape, x, y, dy, mean, inverseDeviation, scale, shift, dGamma, dBeta);
        sums.Channel<TVector, TTier, TGate>(channel);

        // scale·(g − dβ/n − x̂·dγ/n) = scale·g + slope·x + offset.
        double count = (double)shape.Samples * shape.Area;
        float slope = (float)(-(double)scale[channel] * inverseDeviation[channel] * dGamma[channel] / count);
        float offset = (float)(-((double)scale[channel] * dBeta[channel] / count) - ((double)slope * mean[channel]));
        ChannelLoop.ForEach<TVector, TTier, Operation<TVector, TTier, TGate, TFormula, TStore>>(shape, channel, new(
            x,
            y,
            dy,
            TTier.Broadcast(scale[channel]),
            TTier.Broadcast(shift[channel]),
            TTier.Broadcast(slope),
            TTier.Broadcast(offset),
            dx,
            dResidual));
        ChannelLoop.ClearPadding<TVector, TTier>(shape, channel, dx);
        if (dResidual is not null) ChannelLoop.ClearPadding<TVector, TTier>(shape, channel, dResidual);
    }

    private readonly struct Operation<TVector, TTier, TGate, TFormula, TStore>(
        float* x, float* y, float* dy, TVector scale, TVector shift, TVector slope, TVector offset, float* dx, float* dResidual) : IElementwise
        where TVector : struct
        where TTier : ITier<TVector>
        where TGate : IGate
        where TFormula : IFormula
        where TStore : IStore
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply(nint i)
        {
            TVector g = TGate.Pass<TVector, TTier>(TTier.Load(dy + i), x + i, y + i, scale, shift);
            TTier.Store(TFormula.Of<TVector, TTier>(g, x + i, scale, slope, offset), dx + i);
            TStore.Store<TVector, TTier>(g, dResidual + i);
        }
    }

    private interface IFormula
    {
        static abstract TVector Of<TVector, TTier>(TVector g, float* x, TVector scale, TVector slope, TVector offset)
            where TVector : struct
            where TTier : ITier<TVector>;
    }

    private readonly struct OfBatch : IFormula
    {
        public static TVector Of<TVector, TTier>(TVector g, float* x, TVector scale, TVector slope, TVector offset)
            where TVector : struct
            where TTier : ITier<TVector> => TTier.MultiplyAdd(scale, g, TTier.MultiplyAdd(slope, TTier.Load(x), offset));
    }

    private readonly struct OfConstants : IFormula
    {
        public static TVector Of<TVector, TTier>(TVector g, float* x, TVector scale, TVector slope, TVector offset)
            where TVector : struct
            where TTier : ITier<TVector> => TTier.Multiply(scale, g);
    }

    private interface IStore
    {
        static abstract void Store<TVector, TTier>(TVector g, float* target)
            where TVector : struct
            where TTier : ITier<TVector>;
    }

    private readonly struct Dropped : IStore
    {
        public static void Store<TVector, TTier>(TVector g, float* target)
            where TVector : struct
            where TTier : ITier<TVector>
        {
        }
    }

    private readonly struct Written : IStore
    {
        public static void Store<TVector, TTier>(TVector g, float* target)
            where TVector : struct
            where TTier : ITier<TVector> => TTier.Store(g, target);
    }

    private readonly struct Added : IStore
    {
        public static void Store<TVector, TTier>(TVector g, float* target)
            where TVector : struct
            where TTier : ITier<TVector> => TTier.Store(TTier.Add(TTier.Load(target), g), target);
    }
}
