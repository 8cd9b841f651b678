using System.Runtime.CompilerServices;
using SupTickets.Kernels.Layout;
using SupTickets.Kernels.Threads;
using SupTickets.Kernels.Vectors;

namespace SupTickets.Kernels.Norm;

/// <summary><see cref="BatchNormGradient.Invoke"/> with its arguments.</summary>
internal readonly unsafe struct BatchNormGradientKernel(
    int threads, NormPass pass, NormPointers made, StatisticsKind kind, NormGradients gradients, float* dGamma, float* dBeta)
        : ITieredKernel
{
    public void Run<TVector, TTier>()
        where TVector : struct
        where TTier : ITier<TVector>
    {
        if (pass.Activation == Activation.None) Run<TVector, TTier, OpenGate>();
        else if (pass.Y is null) Run<TVector, TTier, InputGate>();
        else Run<TVector, TTier, OutputGate>();
    }

    private void Run<TVector, TTier, TGate>()
        where TVector : struct
        where TTier : ITier<TVector>
        where TGate : IGate
    {
        if (kind == StatisticsKind.Batch) Run<TVector, TTier, TGate, OfBatch>();
        else Run<TVector, TTier, TGate, OfConstants>();
    }

    private void Run<TVector, TTier, TGate, TFormula>()
        where TVector : struct
        where TTier : ITier<TVector>
        where TGate : IGate
        where TFormula : IFormula
    {
        if (gradients.DResidual is null) Run<TVector, TTier, TGate, TFormula, Dropped>();
        else if (gradients.ResidualStore == GradientStore.Write) Run<TVector, TTier, TGate, TFormula, Written>();
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
        Team.Run(threads, pass.Shape.Channels, (channel, _) => kernel.Channel<TVector, TTier, TGate, TFormula, TStore>(channel));
    }

    private void Channel<TVector, TTier, TGate, TFormula, TStore>(int channel)
        where TVector : struct
        where TTier : ITier<TVector>
        where TGate : IGate
        where TFormula : IFormula
        where TStore : IStore
    {
        BatchNormSums sums = new(pass, made, gradients.Dy, dGamma, dBeta);
        sums.Channel<TVector, TTier, TGate>(channel);

        // scale·(g − dβ/n − x̂·dγ/n) = scale·g + slope·x + offset.
        BlockedShape shape = pass.Shape;
        float scale = made.Scale[channel];
        double count = (double)shape.Samples * shape.Area;
        float slope = (float)(-(double)scale * made.InverseDeviation[channel] * dGamma[channel] / count);
        float offset = (float)(-((double)scale * dBeta[channel] / count) - ((double)slope * made.Mean[channel]));
        ChannelLoop.ForEach<TVector, TTier, Operation<TVector, TTier, TGate, TFormula, TStore>>(shape, channel, new(
            pass.X,
            pass.Y,
            gradients.Dy,
            TTier.Broadcast(scale),
            TTier.Broadcast(made.Shift[channel]),
            TTier.Broadcast(slope),
            TTier.Broadcast(offset),
            gradients.Dx,
            gradients.DResidual));
        ChannelLoop.ClearPadding<TVector, TTier>(shape, channel, gradients.Dx);
        if (gradients.DResidual is not null) ChannelLoop.ClearPadding<TVector, TTier>(shape, channel, gradients.DResidual);
    }

    // The operands of the inner loop stay single fields, which the compiler keeps in registers.
    private readonly struct Operation<TVector, TTier, TGate, TFormula, TStore>(
        float* x, float* y, float* dy, TVector scale, TVector shift, TVector slope, TVector offset, float* dx, float* dResidual)
            : IElementwise
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
