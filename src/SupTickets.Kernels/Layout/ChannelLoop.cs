using SupTickets.Kernels.Vectors;

namespace SupTickets.Kernels.Layout;

/// <summary>An element-wise operation on activations: what happens to one vector at an offset.</summary>
internal interface IElementwise
{
    void Apply(nint offset);
}

/// <summary>Walks through one channel of blocked activations, in all blocks.</summary>
internal static unsafe class ChannelLoop
{
    /// <summary>Applies <paramref name="operation"/> to every vector of the channel, padding included.</summary>
    public static void ForEach<TVector, TTier, TOperation>(BlockedShape shape, int channel, TOperation operation)
        where TVector : struct
        where TTier : ITier<TVector>
        where TOperation : struct, IElementwise
    {
        for (int block = 0; block < shape.Blocks; block++)
        {
            nint i = Start(shape, block, channel), end = i + shape.Plane;
            for (; i <= end - (4 * TTier.Width); i += 4 * TTier.Width)
            {
                operation.Apply(i);
                operation.Apply(i + TTier.Width);
                operation.Apply(i + (2 * TTier.Width));
                operation.Apply(i + (3 * TTier.Width));
            }

            for (; i < end; i += TTier.Width) operation.Apply(i);
        }
    }

    /// <summary>Sets the padding lanes of the channel to 0.</summary>
    public static void ClearPadding<TVector, TTier>(BlockedShape shape, int channel, float* target)
        where TVector : struct
        where TTier : ITier<TVector>
    {
        int lanes = shape.LanesOf(shape.Blocks - 1);
        if (lanes == BlockedShape.Lanes) return;
        float* real = stackalloc float[BlockedShape.Lanes];
        for (int lane = 0; lane < BlockedShape.Lanes; lane++) real[lane] = lane < lanes ? 1 : 0;

        int firstWithPadding = lanes / TTier.Width * TTier.Width;
        float* position = target + Start(shape, shape.Blocks - 1, channel);
        for (float* end = position + shape.Plane; position < end; position += BlockedShape.Lanes)
        {
            for (int lane = firstWithPadding; lane < BlockedShape.Lanes; lane += TTier.Width)
            {
                TTier.Store(TTier.WherePositive(TTier.Load(real + lane), TTier.Load(position + lane)), position + lane);
            }
        }
    }

    /// <summary>Offset of the channel's plane in a block.</summary>
    public static nint Start(BlockedShape shape, int block, int channel) => (block * shape.BlockLength) + (channel * shape.Plane);
}
