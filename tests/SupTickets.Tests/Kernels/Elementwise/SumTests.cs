using SupTickets.Kernels.Elementwise;
using SupTickets.Kernels.Layout;
using SupTickets.Kernels.Vectors;

namespace SupTickets.Tests.Kernels.Elementwise;

public sealed unsafe class SumTests
{
    private const int Length = 16 * 5_000;

    [Theory]
    [InlineData(0)]
    [InlineData(16)]
    [InlineData(48)]
    [InlineData(32_768 + 16)]
    public void Every_element_is_added_once_and_gives_its_gradient_to_both(int length)
    {
        float[] first = Numbers.Floats(length, seed: 1), second = Numbers.Floats(length, seed: 2);
        using AlignedFloats x = Activations.Of(first), y = Activations.Of(second), z = Activations.Filled(length, 77);
        Sum.Forward(2, length, x.Pointer, y.Pointer, z.Pointer);
        Assert.Equal(first.Zip(second, (a, b) => a + b), z.Span.ToArray());
        Sum.Backward(2, length, x.Pointer, z.Pointer, GradientStore.Write);
        Assert.Equal(first, z.Span.ToArray());
        Sum.Backward(2, length, y.Pointer, z.Pointer, GradientStore.Add);
        Assert.Equal(first.Zip(second, (a, b) => a + b), z.Span.ToArray());
    }

    [Fact]
    public void The_result_may_lie_where_either_of_the_two_did_and_they_may_be_one()
    {
        float[] first = Numbers.Floats(32, seed: 1), second = Numbers.Floats(32, seed: 2);
        using AlignedFloats x = Activations.Of(first), y = Activations.Of(second);
        Sum.Forward(1, 32, x.Pointer, y.Pointer, x.Pointer);
        Assert.Equal(first.Zip(second, (a, b) => a + b), x.Span.ToArray());
        Sum.Forward(1, 32, y.Pointer, y.Pointer, y.Pointer);
        Assert.Equal(second.Select(value => 2 * value), y.Span.ToArray());
    }

    [Fact]
    public void Tiers_and_threads_do_not_show()
    {
        using AlignedFloats x = Activations.Of(Numbers.Floats(Length, seed: 3)), y = Activations.Of(Numbers.Floats(Length, seed: 4)),
            z = Activations.Filled(Length, 77);
        Agreement.OfTiers(new ElementKernel<Sum.ForwardPass>(1, Length, new(x.Pointer, y.Pointer, z.Pointer)), z);
        Agreement.OfThreads(threads => Sum.Forward(threads, Length, x.Pointer, y.Pointer, z.Pointer), z);
        foreach (GradientStore store in Enum.GetValues<GradientStore>())
        {
            Agreement.OfTiers(new ElementKernel<Sum.BackwardPass>(1, Length, new(x.Pointer, z.Pointer, store)), z);
            Agreement.OfThreads(threads => Sum.Backward(threads, Length, x.Pointer, z.Pointer, store), z);
        }
    }

    [Theory]
    [InlineData(-16)]
    [InlineData(17)]
    public void Lengths_that_are_no_multiple_of_16_are_refused(int length)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Sum.Forward(1, length, null, null, null));
        Assert.Throws<ArgumentOutOfRangeException>(() => Sum.Backward(1, length, null, null, GradientStore.Write));
    }
}
