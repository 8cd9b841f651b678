using SupTickets.Kernels.Norm;
using SupTickets.Kernels.Vectors;

namespace SupTickets.Kernels.Convolution;

/// <summary>Copies the pixels that some groups of positions read into contiguous memory, [groups, channels, group].</summary>
internal static unsafe class PointPacker
{
    /// <summary>
    /// Packs <paramref name="groups"/> groups of <paramref name="length"/> floats from number <paramref name="first"/> on, all channels;
    /// what lies beyond the last position is left as it is.
    /// </summary>
    public static void Pack<TVector, TTier>(
        PointTiling tiling, int block, int first, int groups, int length, NormalizedInput source, float* packed)
        where TVector : struct
        where TTier : ITier<TVector>
    {
        if (source.IsAsItLies)
            Pack<TVector, TTier, AsItLies<TVector, TTier>>(tiling, block, first, groups, length, source, packed);
        else if (source.Activation == Activation.Relu)
            Pack<TVector, TTier, Normalized<TVector, TTier, Clip>>(tiling, block, first, groups, length, source, packed);
        else
            Pack<TVector, TTier, Normalized<TVector, TTier, Keep>>(tiling, block, first, groups, length, source, packed);
    }

    private static void Pack<TVector, TTier, TReading>(
        PointTiling tiling, int block, int first, int groups, int length, NormalizedInput source, float* packed)
        where TVector : struct
        where TTier : ITier<TVector>
        where TReading : struct, IReading<TVector, TReading>
    {
        PointGrid grid = tiling.Source;
        nint pitch = (nint)tiling.Channels * length;
        float* plane = source.X + block * grid.Shape.BlockLength;
        for (int channel = 0; channel < tiling.Channels; channel++, plane += grid.Shape.Plane, packed += length)
        {
            float* target = packed;
            TReading reading = TReading.Of(source, channel);
            for (int group = first; group < first + groups; group++, target += pitch)
            {
                int begin = group * length, end = Math.Min(begin + length, grid.Floats);
                if (grid.IsWhole)
                {
                    for (int i = begin; i < end; i += TTier.Width) TTier.Store(reading.Read(plane + i), target + (i - begin));
                }
                else
                {
                    for (int i = begin; i < end; i += TTier.Width)
                        TTier.Store(reading.Read(plane + grid.OffsetOf(i)), target + (i - begin));
                }
            }
        }
    }
}
