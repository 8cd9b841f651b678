using SupTickets.Kernels.Convolution;
using SupTickets.Layers;
using SupTickets.Networks;
using SupTickets.SparseEngine;
using static TorchSharp.torch;
using BatchNorm = SupTickets.Layers.BatchNorm;
using Flatten = SupTickets.Layers.Flatten;
using MaxPool = SupTickets.Layers.MaxPool;

namespace SupTickets.Tests.SparseEngine;

/// <summary>Which norms write their output, and which leave it to the convolutions and pools that read it.</summary>
public sealed class FusionTests
{
    [Fact]
    public void A_convolution_that_alone_reads_a_norm_computes_it() =>
        RequireWrites(false, nn.Sequential(new BatchNorm(3), new Relu(), new SparseConv2d(3, 4, 3, padding: 1), new Flatten(), Last(4)));

    [Fact]
    public void A_pool_that_alone_reads_a_norm_computes_it() =>
        RequireWrites(false, nn.Sequential(new BatchNorm(3), new Relu(), new MaxPool(1, 1), new Flatten(), Last(3)));

    [Fact]
    public void Two_convolutions_that_alone_read_a_norm_compute_it() =>
        RequireWrites(false, nn.Sequential(new BatchNorm(3), new Fork(new SparseConv2d(3, 3, 1)), new Flatten(), Last(3)));

    [Fact]
    public void A_norm_that_a_sum_reads_too_is_written() =>
        RequireWrites(true, nn.Sequential(new BatchNorm(3), new Fork(null), new Flatten(), Last(3)));

    [Fact]
    public void A_norm_whose_channels_a_layer_does_not_see_is_written() =>
        RequireWrites(true, nn.Sequential(new BatchNorm(3), new Flatten(), Last(3)));

    [Fact]
    public void A_norm_that_libtorch_reads_is_written() => RequireWrites(
        true, nn.Sequential(new BatchNorm(3), new SparseConv2d(3, 4, 3, padding: 1), new Flatten(), Last(4)),
        layer => layer is SparseConv2d ? null : default(ConvolutionKernels));

    [Fact]
    public void A_norm_that_gives_the_scores_is_written() => RequireWrites(
        true, nn.Sequential(new SparseConv2d(3, 3, 3, padding: 1), new Flatten(), Last(3), new BatchNorm(5)));

    private static SparseLinear Last(int channels) => new(channels * 16, 5);

    private static void RequireWrites(
        bool writes, nn.Module<Tensor, Tensor> module, Func<nn.Module, ConvolutionKernels?>? kernels = null)
    {
        using SparseNetwork network = new(module);
        using Resources resources = new(threads: 1);
        OperationGraph graph = GraphBuilder.Trace(
            network.Module, resources, samples: 17, new(3, 4, 4), imagesNeedGradient: false,
            kernels ?? (_ => default(ConvolutionKernels))).Graph;
        Operation norm = Assert.Single(graph.Operations, operation => operation is NormOperation);
        Assert.Equal(writes, norm.Writes(RunPurpose.Gradients));
        Assert.Equal(writes, norm.Writes(RunPurpose.Inference));
        Assert.True(norm.Writes(RunPurpose.Watching));
    }

    // x ↦ convolution(x) + other(x), of which the other may be x itself.
    private sealed class Fork : nn.Module<Tensor, Tensor>
    {
        private readonly SparseConv2d convolution = new(3, 3, 3, padding: 1);
        private readonly SparseConv2d? other;
        private readonly ResidualSum sum = new();

        public Fork(SparseConv2d? other)
            : base(nameof(Fork))
        {
            this.other = other;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => sum.call(convolution.call(input), other is null ? input : other.call(input));
    }
}
