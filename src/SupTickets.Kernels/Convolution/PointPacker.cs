using SupTickets.Kernels.Vectors;

namespace SupTickets.Kernels.Convolution;

/// <summary>Copies the pixels that some groups of positions read into contiguous memory, [groups, channels, group].</summary>
internal static unsafe class PointPacker
{
    /// <summary>
    /// Packs <paramref name="groups"/> groups of <paramref name="length"/> floats from number <paramref name="first"/> on, all channels;
    /// what lies beyond the last position is left as it is.
    /// </summary>
    public static void Pack<TVector, TTier>(PointTiling tiling, int block, int first, int groups, int length, float* source, float* packed)
        where TVector : struct
        where TTier : ITier<TVector>
    {
        PointGrid grid = tiling.Source;
        nint pitch = (nint)tiling.Channels * length;
        float* plane = source + block * grid.Shape.BlockLength;
        for (int channel = 0; channel < tiling.Channels; channel++, plane += grid.Shape.Plane, packed += length)
        {
            float* target = packed;
            for (int group = first; group < first + groups; group++, target += pitch)
            {
                int begin = group * length, end = Math.Min(begin + length, grid.Floats);
                if (grid.IsWhole)
                {
                    for (int i = begin; i < end; i += TTier.Width) TTier.Store(TTier.Load(plane + i), target + (i - begin));
                }
                else
                {
                    for (int i = begin; i < end; i += TTier.Width) TTier.Store(TTier.Load(plane + grid.OffsetOf(i)), target + (i - begin));
                }
            }
        }
    }
}
