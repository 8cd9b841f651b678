using SupTickets.Kernels.Convolution;
using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.LibTorch;

/// <summary>
/// Compares a kind of convolution with float64, on a batch as large as the one in use, as far as memory allows. libtorch computes the whole
/// convolution once; some of the results are computed here too.
/// </summary>
/// <param name="asked">The convolution.</param>
/// <param name="mostNumbers">
/// Numbers that images, output, weight and their gradients may have together; of a larger batch as many images are taken as fit.
/// </param>
internal sealed class ConvolutionCheck(ConvolutionKind asked, long mostNumbers = ConvolutionCheck.MostNumbers)
{
    /// <summary>1 GiB: the step holds its own memory meanwhile.</summary>
    internal const long MostNumbers = 1L << 28;

    // A fault in one result of ten is missed by this many probes once in a thousand times.
    private const int Probes = 64;

    // The numbers repeat with these periods, which makes large batches cheap. The periods are three different primes, so that sums of
    // products of two rows do not repeat for billions of terms.
    private const int ImagesPeriod = 65_521, WeightPeriod = 65_519, GradientPeriod = 65_497;

    private readonly ConvolutionKind kind = asked.Within(mostNumbers);

    /// <summary>
    /// libtorch's float32 against float64, for some results drawn from all over the output and the gradients that are wanted: their edges
    /// and their first and last channels among them.
    /// </summary>
    /// <returns>The pass that is farthest off.</returns>
    public ConvolutionError Measure() => Measure(OfLibTorch);

    /// <summary>
    /// The same for another way to convolve images [N, C, H, W] with a weight [K, C ÷ groups, kernel height, kernel width] and a bias [K],
    /// or none.
    /// </summary>
    internal ConvolutionError Measure(Func<Tensor, Tensor, Tensor?, Tensor> convolve)
    {
        RandomStream random = new Seed(0).For("libtorch check").Stream();
        using var scope = NewDisposeScope();
        ConvolutionShape shape = kind.Shape;
        Tensor x = Drawn(random, ImagesPeriod, kind.ImagesByPixel, kind.Samples, shape.Inputs, kind.Height, kind.Width);
        Tensor w = Drawn(
            random, WeightPeriod, kind.WeightByPixel, shape.Outputs, kind.InputsOfGroup, shape.Vertical.Kernel, shape.Horizontal.Kernel);
        Tensor dy = Drawn(random, GradientPeriod, isByPixel: false, kind.Samples, shape.Outputs, kind.OutputHeight, kind.OutputWidth);
        Tensor? b = kind.HasBias ? Drawn(random, shape.Outputs, isByPixel: false, 1, 1, 1, shape.Outputs).flatten() : null;
        ConvolutionReference right = new(kind, new(x), new(w), new(dy));
        using var mode = set_grad_enabled(kind.LearnsImages || kind.LearnsWeight);
        x.requires_grad_(kind.LearnsImages);
        w.requires_grad_(kind.LearnsWeight);
        b?.requires_grad_(kind.LearnsWeight);
        Tensor y = convolve(x, w, b);
        float[] bias = b?.detach().data<float>().ToArray() ?? [];
        List<ConvolutionError> errors =
        [
            Compare("forward", random, y.detach(), (n, k, v, u) =>
            {
                ConvolutionReference.Terms terms = right.Output(n, k, v, u);
                if (bias.Length > 0) terms.Add(bias[k], 1);
                return terms;
            }),
        ];
        if (y.requires_grad) y.backward([dy]);
        if (kind.LearnsImages) errors.Add(Compare("input gradient", random, x.grad!, right.OfImages));
        if (kind.LearnsWeight) errors.Add(Compare("weight gradient", random, w.grad!, right.OfWeight));
        if (kind.LearnsWeight && b is not null)
            errors.Add(Compare("bias gradient", random, b.grad!.view(1, 1, 1, -1), (_, _, _, k) => right.OfBias(k)));
        return errors.MaxBy(error => error.Relative)!;
    }

    /// <summary>The convolution in question.</summary>
    internal Tensor OfLibTorch(Tensor images, Tensor weight, Tensor? bias)
    {
        (ConvolutionAxis vertical, ConvolutionAxis horizontal) = (kind.Shape.Vertical, kind.Shape.Horizontal);
        return nn.functional.conv2d(
            images, weight, bias, [vertical.Stride, horizontal.Stride], [vertical.Padding, horizontal.Padding], [
                vertical.Dilation, horizontal.Dilation],
            kind.Groups);
    }

    // Uniform in [−1, 1).
    private static Tensor Drawn(RandomStream random, int period, bool isByPixel, params long[] sizes)
    {
        long count = sizes.Aggregate(1L, (product, size) => checked(product * size));
        float[] row = new float[Math.Min(period, count)];
        foreach (ref float number in row.AsSpan()) number = (float)random.NextDouble(-1, 1);
        using var quiet = no_grad();
        Tensor numbers = tensor(row);
        if (count > period) numbers = numbers.repeat((count + period - 1) / period).narrow(0, 0, count);
        return isByPixel ? numbers.view(sizes[0], sizes[2], sizes[3], sizes[1]).permute(0, 3, 1, 2) : numbers.view(sizes);
    }

    private ConvolutionError Compare(
        string pass, RandomStream random, Tensor actual, Func<int, int, int, int, ConvolutionReference.Terms> expected)
    {
        StridedFloats found = new(actual);
        (double apart, double typical) = (0, 0);
        for (int probe = 0; probe < Probes; probe++)
        {
            int[] at = [.. found.Sizes.Select(size => Place(random, size))];
            ConvolutionReference.Terms right = expected(at[0], at[1], at[2], at[3]);
            double difference = Math.Abs(found.At(at[0], at[1], at[2], at[3]) - right.Sum);
            if (!double.IsFinite(difference)) difference = double.PositiveInfinity;
            (apart, typical) = (Math.Max(apart, difference), Math.Max(typical, Math.Sqrt(right.Squares)));
        }

        return new($"{kind}", pass, apart == 0 ? 0 : apart / typical);
    }

    // Half of the places lie at the ends of an axis, since tiles end there.
    private static int Place(RandomStream random, int size) =>
        random.NextInt(4) switch { 0 => 0, 1 => size - 1, _ => random.NextInt(size) };
}
