using SupTickets.Kernels;

namespace SupTickets.Tests.Kernels;

public sealed unsafe class AddIntoTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(16)]
    [InlineData(48)]
    [InlineData(32_768 + 16)]
    public void Every_element_is_added_once(int length)
    {
        float[] values = Numbers.Floats(length, seed: 1), start = Numbers.Floats(length, seed: 2);
        using AlignedFloats x = Activations.Of(values);
        using AlignedFloats y = Activations.Of(start);
        AddInto.Invoke(2, length, x.Pointer, y.Pointer);
        Assert.Equal(values.Zip(start, (a, b) => a + b), y.Span.ToArray());
    }

    [Fact]
    public void Tiers_and_threads_do_not_show()
    {
        const int Length = 16 * 5_000;
        using AlignedFloats x = Activations.Of(Numbers.Floats(Length, seed: 3));
        using AlignedFloats y = Activations.Of(Numbers.Floats(Length, seed: 4));
        Agreement.OfTiers(new AddInto.Kernel(1, Length, x.Pointer, y.Pointer), y);
        Agreement.OfThreads(threads => AddInto.Invoke(threads, Length, x.Pointer, y.Pointer), y);
    }

    [Theory]
    [InlineData(-16)]
    [InlineData(17)]
    public void Lengths_that_are_no_multiple_of_16_are_refused(int length) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => AddInto.Invoke(1, length, null, null));
}
