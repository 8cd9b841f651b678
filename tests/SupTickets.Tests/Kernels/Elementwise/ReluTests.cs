using SupTickets.Kernels.Elementwise;
using SupTickets.Kernels.Layout;
using SupTickets.Kernels.Vectors;

namespace SupTickets.Tests.Kernels.Elementwise;

public sealed unsafe class ReluTests
{
    private const int Length = 70_000 - (70_000 % 16);

    [Fact]
    public void What_is_not_above_zero_becomes_zero_and_gets_no_gradient()
    {
        using AlignedFloats x = Activations.Of([-1, 0, 2, float.Epsilon, .. new float[12]]);
        using AlignedFloats dx = Activations.Filled(16, 5);
        Relu.Forward(1, 16, x.Pointer, x.Pointer);
        Assert.Equal([0, 0, 2, float.Epsilon, .. new float[12]], x.Span);
        using AlignedFloats dy = Activations.Filled(16, 3);
        Relu.Backward(1, 16, x.Pointer, dy.Pointer, dx.Pointer, GradientStore.Add);
        Assert.Equal([5, 5, 8, 8, .. Enumerable.Repeat(5f, 12)], dx.Span);
        Relu.Backward(1, 16, x.Pointer, dy.Pointer, dy.Pointer, GradientStore.Write);
        Assert.Equal([0, 0, 3, 3, .. new float[12]], dy.Span);
    }

    [Fact]
    public void Not_a_number_stays_visible()
    {
        using AlignedFloats x = Activations.Filled(16, float.NaN);
        using AlignedFloats y = Activations.Filled(16, 0);
        Agreement.OfTiers(new ElementKernel<Relu.ForwardPass>(1, 16, new(x.Pointer, y.Pointer)), y);
        Assert.All(y.Span.ToArray(), value => Assert.True(float.IsNaN(value)));
    }

    [Fact]
    public void Lengths_of_several_chunks_follow_the_definition()
    {
        float[] values = Numbers.Floats(Length, seed: 1), gradients = Numbers.Floats(Length, seed: 2);
        using AlignedFloats x = Activations.Of(values);
        using AlignedFloats dy = Activations.Of(gradients);
        using AlignedFloats y = Activations.Filled(Length, 77);
        Relu.Forward(2, Length, x.Pointer, y.Pointer);
        Assert.Equal(values.Select(value => MathF.Max(value, 0)), y.Span.ToArray());
        Relu.Backward(2, Length, y.Pointer, dy.Pointer, x.Pointer, GradientStore.Write);
        Assert.Equal(gradients.Zip(values, (gradient, value) => value > 0 ? gradient : 0), x.Span.ToArray());
    }

    [Fact]
    public void Tiers_and_threads_do_not_show()
    {
        using AlignedFloats x = Activations.Of(Numbers.Floats(Length, seed: 3));
        using AlignedFloats y = Activations.Filled(Length, 77);
        using AlignedFloats dy = Activations.Of(Numbers.Floats(Length, seed: 4));
        Agreement.OfTiers(new ElementKernel<Relu.ForwardPass>(1, Length, new(x.Pointer, y.Pointer)), y);
        Agreement.OfThreads(threads => Relu.Forward(threads, Length, x.Pointer, y.Pointer), y);
        foreach (GradientStore store in Enum.GetValues<GradientStore>())
        {
            Agreement.OfTiers(new ElementKernel<Relu.BackwardPass>(1, Length, new(y.Pointer, dy.Pointer, x.Pointer, store)), x);
            Agreement.OfThreads(threads => Relu.Backward(threads, Length, y.Pointer, dy.Pointer, x.Pointer, store), x);
        }
    }

    [Theory]
    [InlineData(-16)]
    [InlineData(17)]
    public void Lengths_that_are_no_multiple_of_16_are_refused(int length)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Relu.Forward(1, length, null, null));
        Assert.Throws<ArgumentOutOfRangeException>(() => Relu.Backward(1, length, null, null, null, GradientStore.Write));
    }
}
