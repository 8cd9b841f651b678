using CsCheck;
using SupTickets.Kernels.Convolution;
using SupTickets.Kernels.Layout;

namespace SupTickets.Tests.Kernels.Convolution;

/// <summary>How the work of a pass is cut for threads.</summary>
public sealed class ItemPlanTests
{
    private static readonly ConvolutionAxis Window = new(Kernel: 3, Stride: 1, Padding: 1, Dilation: 1);

    [Theory]
    [InlineData(1, 512, 32, 1, 1)]
    [InlineData(8, 512, 32, 2, 1)]
    [InlineData(1, 512, 32, 2, 4)]
    [InlineData(2, 512, 32, 16, 16)]
    [InlineData(3, 512, 32, 16, 11)]
    [InlineData(1, 64, 32, 16, 2)]
    [InlineData(1, 3, 32, 16, 1)]
    public void Rows_are_cut_where_other_items_are_too_few(int items, int rows, int least, int threads, int parts) =>
        Assert.Equal(parts, ItemPlan.PartsOf(items, rows, least, threads));

    [Fact]
    public void Parts_make_up_all_rows_and_begin_at_whole_steps() =>
        Gen.Select(Gen.Int[1, 200], Gen.Int[1, 5], Gen.Int[1, 40]).Sample((rows, step, parts) =>
        {
            int next = 0;
            for (int part = 0; part < parts; part++)
            {
                (int first, int end) = ItemPlan.Part(rows, step, parts, part);
                if (first >= end) continue;
                Assert.Equal(next, first);
                Assert.Equal(0, first % step);
                next = end;
            }

            Assert.Equal(rows, next);
        });

    // The layers of vgg16 (batch 128), wrn-28-10 (32) and resnet50 (64) for images of 32 × 32; those of resnet20 are narrower than any
    // part, and have enough tiles.
    [Theory]
    [InlineData(128, 64, 32, 3)]
    [InlineData(128, 128, 16, 3)]
    [InlineData(128, 256, 8, 3)]
    [InlineData(128, 512, 4, 3)]
    [InlineData(128, 512, 2, 3)]
    [InlineData(32, 160, 32, 3)]
    [InlineData(32, 320, 16, 3)]
    [InlineData(32, 640, 8, 3)]
    [InlineData(64, 64, 32, 3)]
    [InlineData(64, 128, 16, 3)]
    [InlineData(64, 256, 8, 3)]
    [InlineData(64, 512, 4, 3)]
    [InlineData(64, 256, 32, 1)]
    [InlineData(64, 512, 16, 1)]
    [InlineData(64, 1024, 8, 1)]
    [InlineData(64, 2048, 4, 1)]
    [InlineData(128, 16, 32, 3)]
    [InlineData(128, 32, 16, 3)]
    public void Layers_of_the_measured_networks_have_work_for_sixteen_threads(int samples, int channels, int side, int kernel)
    {
        const int Threads = 16;
        ConvolutionAxis axis = kernel == 3 ? Window : ConvolutionAxis.Point;
        ConvolutionShape shape = new(channels, channels, axis, axis);
        BlockedShape input = new(samples, channels, side, side);
        foreach (int width in new[] { 8, 16 })
        {
            foreach (double density in new[] { 0.05, 0.5 })
            {
                int[] positions = new ConvolutionSetting(shape, input, density, Seed: 1).Positions();
                AllBusy(new SparseConvolution(new(shape, positions), input).ItemsOf(Threads, width));
            }

            AllBusy(new PanelConvolution(ConnectionLayout.Full(shape), input).ItemsOf(Threads, width));
        }

        static void AllBusy(ConvolutionItems items) =>
            Assert.InRange(Math.Min(Math.Min(items.Forward, items.InputGradient), items.WeightGradient), Threads, int.MaxValue);
    }
}
