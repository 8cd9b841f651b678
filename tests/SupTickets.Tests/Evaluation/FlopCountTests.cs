using SupTickets.Experiments.Evaluation;
using SupTickets.Experiments.Models;
using SupTickets.Layers;
using SupTickets.Networks;
using SupTickets.Topology;
using static TorchSharp.torch;

namespace SupTickets.Tests.Evaluation;

public sealed class FlopCountTests
{
    [Fact]
    public void A_connection_costs_two_flops_for_each_output_pixel()
    {
        using var scope = NewDisposeScope();
        using SparseNetwork network = new(nn.Sequential(
            ("conv", new SparseConv2d(2, 3, 3, stride: 2, padding: 1)), ("flatten", nn.Flatten()), ("fc", new SparseLinear(3 * 2 * 3, 5))));
        network.Layers[0].Weight.Rewire(Connectivity.Of([0, 7, 20, 53], 54));
        network.Measure(new(2, 4, 6));
        Assert.Equal(2 * (54 * 6 + 90), FlopCount.DenseInference(network));
        Assert.Equal(2 * (4 * 6 + 90), FlopCount.Inference(network));
    }

    [Fact]
    public void A_network_that_was_not_measured_has_no_count()
    {
        using var scope = NewDisposeScope();
        using SparseNetwork network = new(ModelTable.Create("lenet5", 10, new(1, 28, 28), 1));
        Assert.Contains(
            "'conv1' is not known yet", Assert.Throws<InvalidOperationException>(() => FlopCount.Inference(network)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Dense_gradients_every_third_step_by_hand() =>
        // Two steps of 3 · 10 and one of 2 · 10 + 100, over three.
        Assert.Equal(60, FlopCount.TrainingWithDenseGradients(10, 100, 2));
}
