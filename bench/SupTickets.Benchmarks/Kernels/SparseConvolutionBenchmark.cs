using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using SupTickets.Kernels.Convolution;
using SupTickets.Kernels.Layout;
using SupTickets.Kernels.Vectors;

namespace SupTickets.Benchmarks.Kernels;

/// <summary>The three passes on two threads, 64 samples, against one connection after the other over whole activations.</summary>
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
public unsafe class SparseConvolutionBenchmark : IDisposable
{
    private readonly KernelScratch scratch = new(threads: 2);
    private readonly List<AlignedFloats> memory = [];
    private SparseConvolution convolution = null!;
    private ConvolutionShape shape;
    private int[] positions = [];
    private float* values, gradient, x, y, dy, dx;

    /// <summary>
    /// 3 × 3 from 128 to 128 channels of 16 × 16 at 95 %, and 1 × 1 from 256 to 64 channels of 32 × 32 at 54 %, its share in a resnet50 of
    /// 95 %.
    /// </summary>
    [Params("3x3", "1x1")]
    public string Layer { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        bool window = Layer == "3x3";
        ConvolutionAxis axis = window ? new(Kernel: 3, Stride: 1, Padding: 1, Dilation: 1) : ConvolutionAxis.Point;
        shape = window ? new(Outputs: 128, Inputs: 128, axis, axis) : new(Outputs: 64, Inputs: 256, axis, axis);
        BlockedShape input = window ? new(Samples: 64, Channels: 128, Height: 16, Width: 16) : new(
            Samples: 64, Channels: 256, Height: 32, Width: 32);
        positions = [.. Enumerable.Range(0, shape.Outputs * shape.FanIn)];
        new Random(1).Shuffle(positions);
        positions = positions[..(int)(positions.Length * (window ? 0.05 : 0.46))];
        Array.Sort(positions);
        convolution = new(new(shape, positions), input);
        values = Filled(positions.Length);
        gradient = Filled(positions.Length);
        x = Filled(input.Length);
        dx = Filled(input.Length);
        y = Filled(convolution.Output.Length);
        dy = Filled(convolution.Output.Length);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        foreach (AlignedFloats floats in memory) floats.Dispose();
        scratch.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark, BenchmarkCategory("forward")]
    public void Forward() => convolution.Forward(scratch, values, null, x, y);

    [Benchmark(Baseline = true), BenchmarkCategory("forward")]
    public void ForwardOneByOne() => OneByOne(&Gather, y);

    [Benchmark, BenchmarkCategory("input gradient")]
    public void InputGradient() => convolution.InputGradient(scratch, values, dy, dx, GradientStore.Write);

    [Benchmark(Baseline = true), BenchmarkCategory("input gradient")]
    public void InputGradientOneByOne() => OneByOne(&Scatter, dx);

    [Benchmark, BenchmarkCategory("weight gradient")]
    public void WeightGradient() => convolution.WeightGradient(scratch, x, dy, gradient);

    [Benchmark(Baseline = true), BenchmarkCategory("weight gradient")]
    public void WeightGradientOneByOne() => OneByOne(&Correlate, null);

    private static void Gather(float* x, float* y, float* value, float* gradient)
    {
        for (int lane = 0; lane < BlockedShape.Lanes; lane++) y[lane] += *value * x[lane];
    }

    private static void Scatter(float* x, float* y, float* value, float* gradient)
    {
        for (int lane = 0; lane < BlockedShape.Lanes; lane++) x[lane] += *value * y[lane];
    }

    private static void Correlate(float* x, float* y, float* value, float* gradient)
    {
        for (int lane = 0; lane < BlockedShape.Lanes; lane++) *gradient += x[lane] * y[lane];
    }

    private void OneByOne(delegate*<float*, float*, float*, float*, void> visit, float* target)
    {
        (BlockedShape input, BlockedShape output) = (convolution.Input, convolution.Output);
        float* images = target == dx ? dx : x;
        float* results = target == dx || target is null ? dy : y;
        if (target is not null) new Span<float>(target, (int)(target == dx ? input.Length : output.Length)).Clear();
        int area = shape.FanIn / shape.Inputs;
        for (int i = 0; i < positions.Length; i++)
        {
            (int row, int place) = Math.DivRem(positions[i], shape.FanIn);
            (int channel, int element) = Math.DivRem(place, area);
            (int down, int right) = Math.DivRem(element, shape.Horizontal.Kernel);
            gradient[i] = target is null ? 0 : gradient[i];
            for (int block = 0; block < output.Blocks; block++)
            {
                for (int v = 0; v < output.Height; v++)
                {
                    int top = v + down - shape.Vertical.Padding;
                    if ((uint)top >= (uint)input.Height) continue;
                    for (int h = 0; h < output.Width; h++)
                    {
                        int left = h + right - shape.Horizontal.Padding;
                        if ((uint)left >= (uint)input.Width) continue;
                        visit(
                            images + block * input.BlockLength + channel * input.Plane + (top * input.Width + left) * BlockedShape.Lanes,
                            results + block * output.BlockLength + row * output.Plane + (v * output.Width + h) * BlockedShape.Lanes,
                            values + i,
                            gradient + i);
                    }
                }
            }
        }
    }

    private float* Filled(nint length)
    {
        AlignedFloats floats = new(length);
        memory.Add(floats);
        Random random = new(memory.Count);
        foreach (ref float value in floats.Span) value = random.NextSingle() - 0.5f;
        return floats.Pointer;
    }
}
