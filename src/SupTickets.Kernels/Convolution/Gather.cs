using SupTickets.Kernels.Layout;
using SupTickets.Kernels.Vectors;

namespace SupTickets.Kernels.Convolution;

/// <summary>One gather of a convolution, by the kernel that suits it: of single pixels or of windows.</summary>
internal sealed unsafe class Gather
{
    private readonly GatherTiling? windows;
    private readonly PointTiling? points;

    /// <summary>By <see cref="SparseGather"/>.</summary>
    public Gather(GatherTiling windows) => this.windows = windows;

    /// <summary>By <see cref="PointGather"/>.</summary>
    public Gather(PointTiling points) => this.points = points;

    /// <summary>What a pattern must fit.</summary>
    public IPacking Packing => points is not null ? points : windows!;

    /// <summary>Computes. Of a target that is overwritten, pixels that no position leads to become 0.</summary>
    public void Run(GatherOperands operands)
    {
        if (points is null)
        {
            Tier.Dispatch(new SparseGather { Tiling = windows!, Operands = operands });
            return;
        }

        if (operands.Store == GradientStore.Write) points.ClearUnvisited(operands.Scratch.Threads, operands.Target);
        // Of a strided convolution's phases the first alone has connections.
        Tier.Dispatch(new PointGather { Tiling = points, Operands = operands with { Rows = points.Target.Shape.Channels } });
    }

    /// <summary>Items that the work is cut into for so many threads, with vectors of <paramref name="width"/>.</summary>
    public int ItemsOf(int threads, int width)
    {
        int length = PointGather.Group * width;
        return points is null ? windows!.Tiles * SparseGather.PartsOf(windows, threads)
            : points.TilesOf(length) * points.PartsOf(length, points.Target.Shape.Channels, threads);
    }
}
