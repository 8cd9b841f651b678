using SupTickets.Kernels.Layout;
using SupTickets.Kernels.Vectors;

namespace SupTickets.Tests.Kernels;

/// <summary>Activations in native memory, blocked by the definition of the layout: one element at a time.</summary>
internal static unsafe class Activations
{
    /// <summary>[N, C, H, W] into [⌈N/16⌉, C, H, W, 16], padding lanes 0.</summary>
    public static AlignedFloats Blocked(BlockedShape shape, float[] rowMajor)
    {
        AlignedFloats blocked = Filled(shape.Length, 0);
        for (int i = 0; i < rowMajor.Length; i++) blocked.Pointer[Place(shape, i)] = rowMajor[i];
        return blocked;
    }

    /// <summary>[⌈N/16⌉, C, H, W, 16] into [N, C, H, W].</summary>
    public static float[] RowMajor(BlockedShape shape, AlignedFloats blocked) =>
        [.. Enumerable.Range(0, Count(shape)).Select(i => blocked.Span[Place(shape, i)])];

    /// <summary>Everything the same value: zeros, or a mark that shows what a kernel did not write.</summary>
    public static AlignedFloats Filled(nint length, float value)
    {
        AlignedFloats floats = new(length);
        floats.Span.Fill(value);
        return floats;
    }

    public static AlignedFloats Of(float[] values)
    {
        AlignedFloats floats = new(values.Length);
        values.CopyTo(floats.Span);
        return floats;
    }

    /// <summary>Numbers of [N, C, H, W].</summary>
    public static int Count(BlockedShape shape) => shape.Samples * shape.Channels * shape.Area;

    /// <summary>Every lane that holds no sample must be exactly +0.</summary>
    public static void HasZeroPadding(BlockedShape shape, AlignedFloats blocked)
    {
        int used = shape.LanesOf(shape.Blocks - 1);
        int start = (int)((shape.Blocks - 1) * shape.BlockLength);
        for (int i = start; i < blocked.Span.Length; i++)
        {
            if (i % BlockedShape.Lanes >= used) Assert.Equal(0, BitConverter.SingleToInt32Bits(blocked.Span[i]));
        }
    }

    /// <summary>Writes the value into every lane that holds no sample.</summary>
    public static void FillPadding(BlockedShape shape, AlignedFloats blocked, float value)
    {
        int used = shape.LanesOf(shape.Blocks - 1);
        for (int i = (int)((shape.Blocks - 1) * shape.BlockLength); i < shape.Length; i++)
        {
            if (i % BlockedShape.Lanes >= used) blocked.Span[i] = value;
        }
    }

    private static int Place(BlockedShape shape, int index)
    {
        var (sample, rest) = Math.DivRem(index, shape.Channels * shape.Area);
        var (block, lane) = Math.DivRem(sample, BlockedShape.Lanes);
        return (((block * shape.Channels * shape.Area) + rest) * BlockedShape.Lanes) + lane;
    }
}
