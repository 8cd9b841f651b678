using System.Runtime.CompilerServices;
using SupTickets.Kernels.Vectors;

namespace SupTickets.Tests.Kernels.Vectors;

public sealed class VectorWidthTests
{
    [Fact]
    public void The_width_told_is_the_width_that_kernels_run_in()
    {
        int[] bytes = [0];
        Tier.Dispatch(new Measuring(bytes));
        Assert.Equal(8 * bytes[0], VectorWidth.Bits);
    }

    private readonly struct Measuring(int[] bytes) : ITieredKernel
    {
        public void Run<TVector, TTier>()
            where TVector : struct
            where TTier : ITier<TVector> => bytes[0] = Unsafe.SizeOf<TVector>();
    }
}
