using SupTickets.Kernels.Layout;
using SupTickets.Kernels.Vectors;

namespace SupTickets.Tests.Kernels.Layout;

public sealed unsafe class BlockedLayoutTests
{
    private const float Mark = 77;

    [Fact]
    public void Samples_become_lanes_and_lanes_without_a_sample_become_zero()
    {
        BlockedShape shape = new(Samples: 2, Channels: 1, Height: 1, Width: 3);
        using AlignedFloats x = Activations.Of([1, 2, 3, 4, 5, 6]);
        using AlignedFloats y = Activations.Filled(shape.Length, Mark);
        BlockedLayout.ToBlocked(1, shape, x.Pointer, y.Pointer);
        Assert.Equal([1, 4, .. new float[14], 2, 5, .. new float[14], 3, 6, .. new float[14]], y.Span);
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(10, 1, 1)]
    [InlineData(16, 1, 1)]
    [InlineData(3, 5, 7)]
    [InlineData(2, 4, 4)]
    [InlineData(1, 64, 65)]
    public void Every_number_of_samples_is_moved_as_the_definition_says_and_comes_back(int channels, int height, int width)
    {
        for (int samples = 1; samples <= 40; samples += height > 32 ? 13 : 1)
        {
            BlockedShape shape = new(samples, channels, height, width);
            float[] values = Numbers.Floats(Activations.Count(shape), seed: samples);
            using AlignedFloats x = Activations.Of(values);
            using AlignedFloats expected = Activations.Blocked(shape, values);
            using AlignedFloats blocked = Activations.Filled(shape.Length, Mark);
            BlockedLayout.ToBlocked(2, shape, x.Pointer, blocked.Pointer);
            Assert.Equal(Numbers.Bits(expected.Span.ToArray()), Numbers.Bits(blocked.Span.ToArray()));
            using AlignedFloats back = Activations.Filled(values.Length, Mark);
            BlockedLayout.ToRowMajor(2, shape, blocked.Pointer, back.Pointer);
            Assert.Equal(Numbers.Bits(values), Numbers.Bits(back.Span.ToArray()));
        }
    }

    [Fact]
    public void Nothing_beyond_the_last_sample_is_read_or_written()
    {
        BlockedShape shape = new(Samples: 19, Channels: 2, Height: 3, Width: 4);
        int count = Activations.Count(shape);
        using AlignedFloats x = Activations.Filled(count + 64, float.NaN);
        Numbers.Floats(count, seed: 1).CopyTo(x.Span);
        using AlignedFloats blocked = Activations.Filled(shape.Length, Mark);
        BlockedLayout.ToBlocked(1, shape, x.Pointer, blocked.Pointer);
        Activations.HasZeroPadding(shape, blocked);
        Assert.DoesNotContain(float.NaN, blocked.Span.ToArray());
        using AlignedFloats back = Activations.Filled(count + 64, Mark);
        BlockedLayout.ToRowMajor(1, shape, blocked.Pointer, back.Pointer);
        Assert.All(back.Span[count..].ToArray(), value => Assert.Equal(Mark, value));
    }

    [Fact]
    public void Row_major_memory_may_start_anywhere()
    {
        BlockedShape shape = new(Samples: 21, Channels: 3, Height: 5, Width: 3);
        float[] values = Numbers.Floats(Activations.Count(shape), seed: 5);
        using AlignedFloats expected = Activations.Blocked(shape, values);
        for (int offset = 0; offset < 16; offset++)
        {
            using AlignedFloats x = Activations.Of([.. new float[offset], .. values]);
            using AlignedFloats blocked = Activations.Filled(shape.Length, Mark);
            BlockedLayout.ToBlocked(1, shape, x.Pointer + offset, blocked.Pointer);
            Assert.Equal(expected.Span, blocked.Span);
            x.Span.Fill(Mark);
            BlockedLayout.ToRowMajor(1, shape, blocked.Pointer, x.Pointer + offset);
            Assert.Equal(values, x.Span[offset..]);
        }
    }

    [Fact]
    public void The_wide_form_and_the_definition_agree_bit_for_bit()
    {
        BlockedShape shape = new(Samples: 13, Channels: 1, Height: 5, Width: 9);
        float[] values = Numbers.Floats(Activations.Count(shape), seed: 7);
        using AlignedFloats x = Activations.Of(values);
        using AlignedFloats blocked = Activations.Filled(shape.Length, Mark);
        using AlignedFloats defined = Activations.Filled(shape.Length, Mark);
        BlockedLayout.ToBlocked(1, shape, x.Pointer, blocked.Pointer);
        BlockedLayout.ScalarToBlocked(x.Pointer, columns: 45, shape.Samples, start: 0, end: 45, defined.Pointer);
        Assert.Equal(Numbers.Bits(defined.Span.ToArray()), Numbers.Bits(blocked.Span.ToArray()));
        BlockedLayout.ScalarToRowMajor(defined.Pointer, columns: 45, shape.Samples, start: 0, end: 45, x.Pointer);
        Assert.Equal(Numbers.Bits(values), Numbers.Bits(x.Span.ToArray()));
    }

    [Fact]
    public void Threads_do_not_show()
    {
        BlockedShape shape = new(Samples: 37, Channels: 3, Height: 61, Width: 53);
        using AlignedFloats x = Activations.Of(Numbers.Floats(Activations.Count(shape), seed: 9));
        using AlignedFloats blocked = Activations.Filled(shape.Length, Mark);
        using AlignedFloats back = Activations.Filled(x.Length, Mark);
        Agreement.OfThreads(threads => BlockedLayout.ToBlocked(threads, shape, x.Pointer, blocked.Pointer), blocked);
        Agreement.OfThreads(threads => BlockedLayout.ToRowMajor(threads, shape, blocked.Pointer, back.Pointer), back);
        Assert.Equal(x.Span, back.Span);
    }
}
