using SupTickets.Kernels;
using SupTickets.Topology;
using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.LibTorch;

/// <summary>A check of convolution that libtorch may choose a method of its own for: weight, movement and images.</summary>
/// <param name="Shape">Weight and movement.</param>
/// <param name="Samples">Images in a batch, at most <see cref="MostSamples"/>.</param>
/// <param name="Height">Height of an image in pixels.</param>
/// <param name="Width">Width of an image in pixels.</param>
/// <param name="Learns">Whether its gradients are wanted too.</param>
internal sealed record ConvolutionCheck(ConvolutionShape Shape, int Samples, int Height, int Width, bool Learns)
{
    // libtorch treats single images and batches differently; more images than these make a check long, not better.
    private const int MostSamples = 16;

    // A fault that touches one result in ten is missed by this many once in a thousand times.
    private const int Probes = 64;

    private int OutputHeight => Shape.Vertical.OutputOf(Height);

    private int OutputWidth => Shape.Horizontal.OutputOf(Width);

    /// <summary>The case of images of such sizes, [N, C, H, W].</summary>
    public static ConvolutionCheck Of(ConvolutionShape shape, ReadOnlySpan<long> images, bool learns) =>
        new(shape, (int)Math.Min(images[0], MostSamples), (int)images[2], (int)images[3], learns);

    /// <summary>
    /// libtorch's float32 against float64, which is worked out here by the definition, for some results drawn from all over the output and the
    /// gradients: their edges and their first and last channels among them.
    /// </summary>
    /// <returns>The pass that is farthest off.</returns>
    public ConvolutionError Measure() => Measure(OfLibTorch);

    /// <summary>The same for another way to convolve images [N, C, H, W] with a weight [K, C, kernel height, kernel width].</summary>
    internal ConvolutionError Measure(Func<Tensor, Tensor, Tensor> convolve)
    {
        RandomStream random = new Seed(0).For("libtorch check").Stream();
        Numbers images = new(random, Samples, Shape.Inputs, Height, Width);
        Numbers weight = new(random, Shape.Outputs, Shape.Inputs, Shape.Vertical.Kernel, Shape.Horizontal.Kernel);
        Numbers gradient = new(random, Samples, Shape.Outputs, OutputHeight, OutputWidth);
        using var scope = NewDisposeScope();
        using var mode = set_grad_enabled(Learns);
        Tensor x = images.ToTensor(Learns), w = weight.ToTensor(Learns);
        Tensor y = convolve(x, w);
        List<ConvolutionError> errors = [Compare("forward", random, y.detach(), gradient.Sizes, (n, k, v, u) => Output(images, weight, n, k, v, u))];
        if (Learns)
        {
            y.backward([gradient.ToTensor(learns: false)]);
            errors.Add(Compare("input gradient", random, x.grad!, images.Sizes, (n, c, v, u) => InputGradient(gradient, weight, n, c, v, u)));
            errors.Add(Compare("weight gradient", random, w.grad!, weight.Sizes, (k, c, v, u) => WeightGradient(gradient, images, k, c, v, u)));
        }

        return errors.MaxBy(error => error.Relative)!;
    }

    /// <summary>The convolution in question.</summary>
    internal Tensor OfLibTorch(Tensor images, Tensor weight) => nn.functional.conv2d(
        images, weight, null, [Shape.Vertical.Stride, Shape.Horizontal.Stride], [Shape.Vertical.Padding, Shape.Horizontal.Padding],
        [Shape.Vertical.Dilation, Shape.Horizontal.Dilation]);

    private ConvolutionError Compare(string pass, RandomStream random, Tensor actual, int[] sizes, Func<int, int, int, int, Expected> expected)
    {
        ReadOnlySpan<float> found = HostFloats.Of(actual.contiguous());
        (double apart, double typical) = (0, 0);
        for (int probe = 0; probe < Probes; probe++)
        {
            int[] at = [.. sizes.Select(size => Place(random, size))];
            Expected right = expected(at[0], at[1], at[2], at[3]);
            double difference = Math.Abs(found[Numbers.Index(sizes, at[0], at[1], at[2], at[3])] - right.Sum);
            if (!double.IsFinite(difference)) difference = double.PositiveInfinity;
            (apart, typical) = (Math.Max(apart, difference), Math.Max(typical, Math.Sqrt(right.Squares)));
        }

        string kernel = $"{Shape.Outputs}, {Shape.Inputs}, {Shape.Vertical.Kernel}, {Shape.Horizontal.Kernel}";
        return new($"conv2d of [{Samples}, {Shape.Inputs}, {Height}, {Width}] by [{kernel}]", pass, apart == 0 ? 0 : apart / typical);
    }

    // The ends of every axis are where tiles end: half of the places are there.
    private static int Place(RandomStream random, int size) => random.NextInt(4) switch { 0 => 0, 1 => size - 1, _ => random.NextInt(size) };

    private Expected Output(Numbers images, Numbers weight, int sample, int output, int vertical, int horizontal)
    {
        Expected sum = new();
        for (int input = 0; input < Shape.Inputs; input++)
        {
            for (int v = 0; v < Shape.Vertical.Kernel; v++)
            {
                for (int u = 0; u < Shape.Horizontal.Kernel; u++)
                    sum.Add(images.At(sample, input, Pixel(Shape.Vertical, vertical, v), Pixel(Shape.Horizontal, horizontal, u)), weight.At(output, input, v, u));
            }
        }

        return sum;
    }

    private Expected InputGradient(Numbers gradient, Numbers weight, int sample, int input, int row, int column)
    {
        Expected sum = new();
        for (int output = 0; output < Shape.Outputs; output++)
        {
            for (int v = 0; v < Shape.Vertical.Kernel; v++)
            {
                for (int u = 0; u < Shape.Horizontal.Kernel; u++)
                    sum.Add(gradient.At(sample, output, OutputAt(Shape.Vertical, row, v), OutputAt(Shape.Horizontal, column, u)), weight.At(output, input, v, u));
            }
        }

        return sum;
    }

    private Expected WeightGradient(Numbers gradient, Numbers images, int output, int input, int v, int u)
    {
        Expected sum = new();
        for (int sample = 0; sample < Samples; sample++)
        {
            for (int row = 0; row < OutputHeight; row++)
            {
                for (int column = 0; column < OutputWidth; column++)
                    sum.Add(gradient.At(sample, output, row, column), images.At(sample, input, Pixel(Shape.Vertical, row, v), Pixel(Shape.Horizontal, column, u)));
            }
        }

        return sum;
    }

    // The pixel that an element of the kernel sees from an output; outside of the image in the padding.
    private static int Pixel(ConvolutionAxis axis, int output, int element) => output * axis.Stride - axis.Padding + element * axis.Dilation;

    // The output that sees a pixel by an element of the kernel; −1 where a stride steps over it.
    private static int OutputAt(ConvolutionAxis axis, int pixel, int element)
    {
        int reached = pixel + axis.Padding - element * axis.Dilation;
        return reached >= 0 && reached % axis.Stride == 0 ? reached / axis.Stride : -1;
    }

    /// <summary>A sum of products in float64, and the sum of their squares: its root is how large such a sum typically is.</summary>
    private sealed class Expected
    {
        public double Sum { get; private set; }

        public double Squares { get; private set; }

        public void Add(double a, double b)
        {
            Sum += a * b;
            Squares += a * b * a * b;
        }
    }

    /// <summary>Uniform numbers in [−1, 1), [a, b, c, d].</summary>
    private sealed class Numbers
    {
        private readonly float[] all;

        public Numbers(RandomStream random, params int[] sizes)
        {
            Sizes = sizes;
            all = new float[sizes.Aggregate(1, (product, size) => checked(product * size))];
            foreach (ref float number in all.AsSpan()) number = (float)random.NextDouble(-1, 1);
        }

        public int[] Sizes { get; }

        public static int Index(int[] sizes, int a, int b, int c, int d) => ((a * sizes[1] + b) * sizes[2] + c) * sizes[3] + d;

        /// <summary>The number there; 0 outside.</summary>
        public double At(int a, int b, int c, int d) => (uint)c < (uint)Sizes[2] && (uint)d < (uint)Sizes[3] ? all[Index(Sizes, a, b, c, d)] : 0;

        public Tensor ToTensor(bool learns) => tensor(all, [.. Sizes.Select(size => (long)size)], requires_grad: learns);
    }
}
