using SupTickets.Networks;
using SupTickets.SparseEngine;
using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.Tests.SparseEngine;

/// <summary>What a clock says of a step's kernels, apart from their seconds.</summary>
public sealed class KernelClockTests
{
    private const int Samples = 19;

    private static readonly ImageShape Input = new(3, 8, 8);

    [Fact]
    public void Each_pass_multiplies_and_adds_once_for_each_sample_position_and_connection()
    {
        using EnginePair pair = EnginePair.Of("resnet20", Input, 0.25, 0.9);
        SparseNetwork network = pair.Sparse;
        network.Measure(Input);
        IReadOnlyList<KernelTime> times = Step(network, Input);
        double all = Samples * network.Layers.Sum(layer => (double)layer.Module.UsesPerSample * layer.Weight.Connectivity.Count);
        SparseLayer first = network.Layers[0];
        double images = Samples * (double)first.Module.UsesPerSample * first.Weight.Connectivity.Count;
        Assert.Equal(all, MultiplyAdds("forward"), 1e-6 * all);
        Assert.Equal(all, MultiplyAdds("weight gradient"), 1e-6 * all);
        Assert.Equal(all - images, MultiplyAdds("input gradient"), 1e-6 * all);
        Assert.Equal(0, times.Where(time => !Passes.Any(pass => time.Kernel.StartsWith(pass, StringComparison.Ordinal))).Sum(time =>
            time.MultiplyAdds));

        double MultiplyAdds(string pass) =>
            times.Where(time => time.Kernel.StartsWith(pass + " ", StringComparison.Ordinal)).Sum(time => time.MultiplyAdds);
    }

    [Fact]
    public void Bytes_are_what_each_kernel_must_read_and_write_once()
    {
        // 19 samples take two blocks of 16. The first convolution of resnet20 at a quarter of its width: 3 channels in, 4 out, 8×8.
        IReadOnlyList<KernelTime> times = Step("resnet20");
        double map = 32 * 8 * 8 * sizeof(float);

        // Seven convolutions of 8×8 maps: the first, and three blocks of two, each 4 channels to 4; a norm after each. Those between the
        // two of a block are computed by the second, those after them have a shortcut.
        Assert.Equal((3 + 4 + 6 * 8) * map, Bytes("forward 3x3"));
        Assert.Equal((3 + 4 + 6 * 8) * map, Bytes("weight gradient 3x3"));
        Assert.Equal(6 * 8 * map, Bytes("input gradient 3x3"));
        Assert.Equal((4 * 2 + 3 * 4 * 3) * map, Bytes("batch norm"));
        Assert.Equal(3 * 4 * map, Bytes("batch norm statistics"));
        Assert.Equal((4 * 3 + 3 * 4 * 3 + 3 * 4 * 5) * map, Bytes("batch norm gradient"));

        double Bytes(string kernel) => Assert.Single(times, time => time.Kernel == kernel && time.Height == 8 && time.Width == 8).Bytes;
    }

    [Fact]
    public void Steps_add_up_until_the_clock_is_taken_away()
    {
        using var scope = NewDisposeScope();
        using EnginePair pair = EnginePair.Of("resnet20", Input, 0.25, 0.9);
        Tensor images = EnginePair.Images(Samples, Input, seed: 5);
        KernelClock clock = new();
        pair.Sparse.Clock = clock;
        StepRecord.Of(pair.Sparse, images, EnginePair.Labels(Samples));
        double once = clock.Times.Sum(time => time.MultiplyAdds);
        StepRecord.Of(pair.Sparse, images, EnginePair.Labels(Samples));
        Assert.Equal(2 * once, clock.Times.Sum(time => time.MultiplyAdds), 1e-9 * once);
        pair.Sparse.Clock = null;
        StepRecord.Of(pair.Sparse, images, EnginePair.Labels(Samples));
        Assert.Equal(2 * once, clock.Times.Sum(time => time.MultiplyAdds), 1e-9 * once);
    }

    [Fact]
    public void Pools_and_shortcuts_tell_theirs_too()
    {
        string[] seen = [.. Step("vgg16", new(3, 32, 32)).Select(time => time.Kernel)];
        Assert.Contains("pooling", seen);
        Assert.Contains("pooling gradient", seen);
        Assert.Contains("ReLU", seen);
        Assert.Contains("shortcut gradient", Step("resnet20").Select(time => time.Kernel));
        Assert.Contains("forward 3x3/2", Step("resnet20").Select(time => time.Kernel));
    }

    private static readonly string[] Passes = ["forward", "weight gradient", "input gradient"];

    private static IReadOnlyList<KernelTime> Step(string model, ImageShape? shape = null)
    {
        using EnginePair pair = EnginePair.Of(model, shape ?? Input, 0.25, 0.9);
        return Step(pair.Sparse, shape ?? Input);
    }

    private static IReadOnlyList<KernelTime> Step(SparseNetwork network, ImageShape shape)
    {
        using var scope = NewDisposeScope();
        KernelClock clock = new();
        network.Clock = clock;
        StepRecord.Of(network, EnginePair.Images(Samples, shape, seed: 5), EnginePair.Labels(Samples));
        return clock.Times;
    }
}
