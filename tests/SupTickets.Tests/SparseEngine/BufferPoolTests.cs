using SupTickets.Kernels.Vectors;
using SupTickets.SparseEngine;

namespace SupTickets.Tests.SparseEngine;

public sealed class BufferPoolTests
{
    [Fact]
    public void A_buffer_that_is_large_enough_serves_again()
    {
        using BufferPool pool = new();
        AlignedFloats large = pool.Rent(100);
        pool.Return(large);
        Assert.Same(large, pool.Rent(10));
        Assert.Equal((1, 400), (pool.Made, pool.Bytes));
        pool.Return(large);
    }

    [Fact]
    public void Of_several_the_smallest_that_suffices_serves()
    {
        using BufferPool pool = new();
        AlignedFloats large = pool.Rent(100), small = pool.Rent(50);
        Assert.NotSame(large, small);
        pool.Return(large);
        pool.Return(small);
        Assert.Same(small, pool.Rent(50));
        Assert.Same(large, pool.Rent(51));
        Assert.Equal((2, 600), (pool.Made, pool.Bytes));
        pool.Return(large);
        pool.Return(small);
    }

    [Fact]
    public void A_larger_one_replaces_those_that_are_free_and_too_small()
    {
        using BufferPool pool = new();
        AlignedFloats first = pool.Rent(10), second = pool.Rent(20);
        pool.Return(first);
        AlignedFloats third = pool.Rent(30);
        Assert.Equal((3, 200), (pool.Made, pool.Bytes));
        pool.Return(second);
        pool.Return(third);
        pool.Dispose();
        Assert.Equal(0, pool.Bytes);
    }
}
