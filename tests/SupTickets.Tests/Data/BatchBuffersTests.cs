using SupTickets.Experiments.Data;

namespace SupTickets.Tests.Data;

public sealed class BatchBuffersTests
{
    [Fact]
    public void A_buffer_that_was_given_back_is_lent_again_where_it_is_long_enough()
    {
        BatchBuffers buffers = new();
        float[] first = buffers.Take(6);
        Assert.Equal(6, first.Length);
        Assert.NotSame(first, buffers.Take(6));
        buffers.Give(first);
        Assert.Same(first, buffers.Take(4));
        buffers.Give(first);
        Assert.Equal(7, buffers.Take(7).Length);
        // The one that was too small is gone.
        Assert.NotSame(first, buffers.Take(6));
    }

    [Fact]
    public void A_second_pass_over_the_samples_makes_no_buffer()
    {
        BatchBuffers buffers = new();
        HashSet<float[]> seen = [];
        for (int pass = 0; pass < 4; pass++) seen.UnionWith(BatchLoader.InOrder(new CountingImages(20), 4, workers: 1, buffers)
            .Select(batch => batch.Images));
        Assert.InRange(seen.Count, 1, new BatchOptions().LookAhead + 1);
    }
}
