using SupTickets.Kernels.Vectors;

namespace SupTickets.Kernels.Convolution;

/// <summary>One gather of a convolution, by the kernel that suits it: of single pixels or of windows.</summary>
internal sealed class Gather
{
    private readonly GatherTiling? windows;
    private readonly PointTiling? points;

    /// <summary>By <see cref="SparseGather"/>.</summary>
    public Gather(GatherTiling windows) => this.windows = windows;

    /// <summary>By <see cref="PointGather"/>.</summary>
    public Gather(PointTiling points) => this.points = points;

    /// <summary>What a pattern must fit.</summary>
    public IPacking Packing => points is not null ? points : windows!;

    /// <summary>Computes. Of a target that is overwritten, pixels that no position leads to are left as they are.</summary>
    public void Run(GatherOperands operands)
    {
        if (points is not null) Tier.Dispatch(new PointGather { Tiling = points, Operands = operands });
        else Tier.Dispatch(new SparseGather { Tiling = windows!, Operands = operands });
    }

    /// <summary>Items that the work is cut into for so many threads, with vectors of <paramref name="width"/>.</summary>
    /// <param name="rows">Rows of the pattern.</param>
    /// <param name="threads">Threads.</param>
    /// <param name="width">Floats of a vector.</param>
    public int ItemsOf(int rows, int threads, int width) => points is null
        ? windows!.Tiles * SparseGather.PartsOf(windows, threads)
        : points.TilesOf(PointGather.Group * width) * points.PartsOf(PointGather.Group * width, rows, threads);
}
