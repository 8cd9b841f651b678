using SupTickets.Kernels.Vectors;

namespace SupTickets.Kernels.Convolution;

/// <summary>Moves the sums of a group of positions between memory of a kernel, [rows, group], and where the positions lie.</summary>
internal static unsafe class PointSums
{
    /// <summary>To where the positions lie.</summary>
    /// <param name="grid">The positions.</param>
    /// <param name="rows">The first row, and the one after the last.</param>
    /// <param name="target">The activations' block.</param>
    /// <param name="start">The group's first float, among those of all positions.</param>
    /// <param name="length">Floats of a group.</param>
    /// <param name="sums">[rows, group].</param>
    public static void Place<TVector, TTier>(PointGrid grid, (int First, int End) rows, float* target, int start, int length, float* sums)
        where TVector : struct
        where TTier : ITier<TVector>
    {
        for (int i = 0; i < Math.Min(length, grid.Floats - start); i += TTier.Width)
        {
            float* pixel = target + rows.First * grid.Shape.Plane + grid.OffsetOf(start + i);
            float* sum = sums + (nint)rows.First * length + i;
            for (int row = rows.First; row < rows.End; row++, pixel += grid.Shape.Plane, sum += length) TTier.Store(TTier.Load(sum), pixel);
        }
    }

    /// <summary>From there; what lies beyond the last position is left as it is.</summary>
    /// <param name="grid">The positions.</param>
    /// <param name="rows">The first row, and the one after the last.</param>
    /// <param name="target">The activations' block.</param>
    /// <param name="start">The group's first float, among those of all positions.</param>
    /// <param name="length">Floats of a group.</param>
    /// <param name="sums">[rows, group].</param>
    public static void Take<TVector, TTier>(PointGrid grid, (int First, int End) rows, float* target, int start, int length, float* sums)
        where TVector : struct
        where TTier : ITier<TVector>
    {
        for (int i = 0; i < Math.Min(length, grid.Floats - start); i += TTier.Width)
        {
            float* pixel = target + rows.First * grid.Shape.Plane + grid.OffsetOf(start + i);
            float* sum = sums + (nint)rows.First * length + i;
            for (int row = rows.First; row < rows.End; row++, pixel += grid.Shape.Plane, sum += length) TTier.Store(TTier.Load(pixel), sum);
        }
    }
}
