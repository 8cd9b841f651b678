using SupTickets.Kernels.Layout;
using SupTickets.Kernels.Norm;
using SupTickets.Kernels.Pooling;
using SupTickets.Kernels.Vectors;
using TorchSharp;
using static TorchSharp.torch;

namespace SupTickets.Tests.Kernels.Pooling;

public sealed unsafe class MaxPoolTests
{
    private const float Mark = 77;
    private static readonly PoolGeometry Halving = new(2, 2, 2, 2, 0, 0);

    public static TheoryData<PoolGeometry, int, int> Geometries => new()
    {
        { Halving, 4, 6 },
        { Halving, 5, 7 },
        { new(3, 3, 2, 2, 1, 1), 7, 6 },
        { new(3, 3, 1, 1, 1, 1), 4, 5 },
        { new(2, 3, 1, 2, 1, 0), 5, 6 },
        { new(3, 2, 3, 2, 0, 0), 6, 4 },
        { new(2, 2, 3, 3, 0, 0), 8, 8 },
        { new(5, 4, 5, 4, 0, 0), 5, 4 },
        { new(1, 1, 2, 1, 0, 0), 3, 2 },
    };

    [Fact]
    public void The_largest_of_each_window_passes_and_the_first_of_equals_takes_the_gradient()
    {
        BlockedShape input = new(Samples: 1, Channels: 1, Height: 2, Width: 4);
        using AlignedFloats x = Activations.Blocked(input, [1, 3, 5, 5, 3, 2, 5, 4]);
        using AlignedFloats y = Activations.Filled(2 * 16, Mark);
        MaxPool.Forward(1, input, Halving, x.Pointer, y.Pointer);
        Assert.Equal([3, .. new float[15], 5, .. new float[15]], y.Span);

        using AlignedFloats dy = Activations.Blocked(Halving.OutputOf(input), [10, 20]);
        using AlignedFloats dx = Activations.Filled(input.Length, Mark);
        MaxPool.Backward(1, input, Halving, x.Pointer, y.Pointer, dy.Pointer, dx.Pointer, GradientStore.Write);
        Assert.Equal([0, 10, 20, 0, 0, 0, 0, 0], Activations.RowMajor(input, dx));
    }

    [Theory]
    [MemberData(nameof(Geometries))]
    public void Values_and_gradients_equal_those_of_libtorch(PoolGeometry geometry, int height, int width)
    {
        for (int samples = 1; samples <= 40; samples += 3)
        {
            BlockedShape input = new(samples, Channels: 2, height, width);
            BlockedShape output = geometry.OutputOf(input);
            float[] values = FewDifferent(Activations.Count(input), seed: samples);
            float[] gradients = FewDifferent(Activations.Count(output), seed: samples + 100);
            var (expectedValues, expectedGradients) = Libtorch(input, geometry, values, gradients);

            using AlignedFloats x = Activations.Blocked(input, values);
            using AlignedFloats y = Activations.Filled(output.Length, Mark);
            MaxPool.Forward(2, input, geometry, x.Pointer, y.Pointer);
            Assert.Equal(expectedValues, Activations.RowMajor(output, y));
            Activations.HasZeroPadding(output, y);

            using AlignedFloats dy = Activations.Blocked(output, gradients);
            using AlignedFloats dx = Activations.Filled(input.Length, Mark);
            MaxPool.Backward(2, input, geometry, x.Pointer, y.Pointer, dy.Pointer, dx.Pointer, GradientStore.Write);
            Assert.Equal(expectedGradients, Activations.RowMajor(input, dx));
            Activations.HasZeroPadding(input, dx);
        }
    }

    [Theory]
    [MemberData(nameof(Geometries))]
    public void Adding_adds_what_writing_writes(PoolGeometry geometry, int height, int width)
    {
        BlockedShape input = new(Samples: 18, Channels: 2, height, width);
        BlockedShape output = geometry.OutputOf(input);
        using AlignedFloats x = Activations.Blocked(input, FewDifferent(Activations.Count(input), seed: 3));
        using AlignedFloats y = Activations.Filled(output.Length, Mark);
        MaxPool.Forward(1, input, geometry, x.Pointer, y.Pointer);
        using AlignedFloats dy = Activations.Blocked(output, FewDifferent(Activations.Count(output), seed: 4));
        using AlignedFloats written = Activations.Filled(input.Length, Mark);
        MaxPool.Backward(1, input, geometry, x.Pointer, y.Pointer, dy.Pointer, written.Pointer, GradientStore.Write);
        float[] before = FewDifferent(Activations.Count(input), seed: 5);
        using AlignedFloats added = Activations.Blocked(input, before);
        MaxPool.Backward(1, input, geometry, x.Pointer, y.Pointer, dy.Pointer, added.Pointer, GradientStore.Add);
        Assert.Equal(before.Zip(Activations.RowMajor(input, written), (a, b) => a + b), Activations.RowMajor(input, added));
        Activations.HasZeroPadding(input, added);
    }

    [Theory]
    [MemberData(nameof(Geometries))]
    public void Tiers_and_threads_do_not_show(PoolGeometry geometry, int height, int width)
    {
        BlockedShape input = new(Samples: 21, Channels: 3, height, width);
        BlockedShape output = geometry.OutputOf(input);
        using AlignedFloats x = Activations.Blocked(input, Numbers.Floats(Activations.Count(input), seed: 6));
        using AlignedFloats y = Activations.Filled(output.Length, Mark);
        Agreement.OfTiers(new MaxPoolForwardKernel(1, input, geometry, x.Pointer, y.Pointer), y);
        Agreement.OfThreads(threads => MaxPool.Forward(threads, input, geometry, x.Pointer, y.Pointer), y);

        using AlignedFloats dy = Activations.Blocked(output, Numbers.Floats(Activations.Count(output), seed: 7));
        using AlignedFloats dx = Activations.Blocked(input, Numbers.Floats(Activations.Count(input), seed: 8));
        foreach (GradientStore store in Enum.GetValues<GradientStore>())
        {
            Agreement.OfTiers(new MaxPoolBackwardKernel(1, input, geometry, x.Pointer, y.Pointer, dy.Pointer, dx.Pointer, store), dx);
            Agreement.OfThreads(
                threads => MaxPool.Backward(threads, input, geometry, x.Pointer, y.Pointer, dy.Pointer, dx.Pointer, store), dx);
        }
    }

    [Theory]
    [MemberData(nameof(Geometries))]
    public void Normalising_on_the_way_changes_no_bit(PoolGeometry geometry, int height, int width)
    {
        BlockedShape input = new(Samples: 21, Channels: 3, height, width);
        BlockedShape output = geometry.OutputOf(input);
        float[] scale = [0.7f, -1.3f, 0.2f], shift = [0.1f, 0.3f, -0.4f];
        using AlignedFloats x = Activations.Blocked(input, Numbers.Floats(Activations.Count(input), seed: 6)),
            normal = Activations.Filled(input.Length, Mark), dy = Activations.Blocked(
                output, Numbers.Floats(Activations.Count(output), seed: 7));
        Activations.FillPadding(input, x, 1e20f);
        foreach (Activation activation in Enum.GetValues<Activation>())
        {
            NormalizeActivate.Invoke(
                1, new() { Shape = input, X = x.Pointer, Y = normal.Pointer, Activation = activation }, scale, shift);
            fixed (float* scales = scale, shifts = shift)
            {
                NormalizedInput onTheWay = new() { X = x.Pointer, Scale = scales, Shift = shifts, Activation = activation };
                (float[] expected, float[] expectedGradient) = Passes(normal.Pointer);
                (float[] actual, float[] actualGradient) = Passes(onTheWay);
                Assert.Equal(Numbers.Bits(expected), Numbers.Bits(actual));
                Assert.Equal(Numbers.Bits(expectedGradient), Numbers.Bits(actualGradient));
            }
        }

        (float[] Values, float[] Gradient) Passes(NormalizedInput read)
        {
            using AlignedFloats y = Activations.Filled(output.Length, Mark), dx = Activations.Filled(input.Length, Mark);
            MaxPool.Forward(2, input, geometry, read, y.Pointer);
            MaxPool.Backward(2, input, geometry, read, y.Pointer, dy.Pointer, dx.Pointer, GradientStore.Write);
            Activations.HasZeroPadding(input, dx);
            return (Activations.RowMajor(output, y), Activations.RowMajor(input, dx));
        }
    }

    [Fact]
    public void Infinities_and_not_a_number_pass_as_values_and_stay_in_their_window_as_gradients()
    {
        BlockedShape input = new(Samples: 1, Channels: 1, Height: 2, Width: 8);
        float infinity = float.PositiveInfinity;
        using AlignedFloats x = Activations.Blocked(
            input, [-infinity, -infinity, 1, infinity, float.NaN, 1, 2, 1, -infinity, -infinity, infinity, 2, 3, 4, 1, 1]);
        using AlignedFloats y = Activations.Filled(4 * 16, Mark);
        Agreement.OfTiers(new MaxPoolForwardKernel(1, input, Halving, x.Pointer, y.Pointer), y);
        Assert.Equal([-infinity, infinity, float.NaN, 2], Activations.RowMajor(Halving.OutputOf(input), y));

        using AlignedFloats dy = Activations.Blocked(Halving.OutputOf(input), [1, 2, 3, infinity]);
        using AlignedFloats dx = Activations.Filled(input.Length, Mark);
        Agreement.OfTiers(
            new MaxPoolBackwardKernel(1, input, Halving, x.Pointer, y.Pointer, dy.Pointer, dx.Pointer, GradientStore.Write), dx);
        Assert.Equal([1, 0, 0, 2, 3, 0, infinity, 0, 0, 0, 0, 0, 0, 0, 0, 0], Activations.RowMajor(input, dx));
    }

    [Fact]
    public void The_shape_of_the_output_counts_the_windows_that_fit() =>
        Assert.Equal(new BlockedShape(40, 3, 16, 10), new PoolGeometry(3, 2, 2, 3, 1, 0).OutputOf(new(40, 3, 32, 30)));

    [Theory]
    [InlineData(0, 1, 0)]
    [InlineData(2, 0, 0)]
    [InlineData(2, 2, -1)]
    [InlineData(3, 2, 2)]
    [InlineData(5, 1, 0)]
    public void Windows_that_do_not_fit_are_refused(int kernel, int stride, int padding)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new PoolGeometry(kernel, 1, stride, 1, padding, 0).OutputOf(new(1, 1, 4, 4)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PoolGeometry(1, kernel, 1, stride, 0, padding).OutputOf(new(1, 1, 4, 4)));
    }

    // Whole numbers: many windows hold equals, and sums of gradients are exact in any order.
    private static float[] FewDifferent(int count, int seed) => [.. Numbers.Floats(count, seed).Select(value => MathF.Round(2 * value))];

    private static (float[] Values, float[] Gradients) Libtorch(
        BlockedShape input, PoolGeometry geometry, float[] values, float[] gradients)
    {
        using DisposeScope scope = NewDisposeScope();
        BlockedShape output = geometry.OutputOf(input);
        Tensor x = tensor(values, [input.Samples, input.Channels, input.Height, input.Width], requires_grad: true);
        Tensor y = nn.functional.max_pool2d(
            x,
            [geometry.KernelHeight, geometry.KernelWidth],
            [geometry.StrideVertical, geometry.StrideHorizontal],
            [geometry.PaddingVertical, geometry.PaddingHorizontal]);
        y.backward([tensor(gradients, [output.Samples, output.Channels, output.Height, output.Width])]);
        return (y.data<float>().ToArray(), x.grad!.data<float>().ToArray());
    }
}
