using SupTickets.Experiments.Benchmarks;
using SupTickets.Kernels.Vectors;
using SupTickets.Networks;

namespace SupTickets.Tests.Training;

public sealed class EngineCalibrationTests
{
    private static readonly CalibrationLoad Tiny = new()
    {
        Windows = [new(16, 16, 8, 16)],
        Points = [new(16, 16, 8, 16)],
        Linears = [new(64, 64, 1, 16)],
        Between = new(4, 4, 8, 16),
        WrittenOut = new(16, 16, 3, 3),
    };

    [Fact]
    public void Every_figure_is_measured_and_can_be_read_back()
    {
        List<double> shares = [];
        EngineCosts costs = EngineCalibration.Measure(Tiny, new Shares(shares), CancellationToken.None);
        Assert.Equal(costs, EngineCosts.FromJson(costs.ToJson()));
        Assert.Equal(Enumerable.Range(1, 13).Select(part => part / 13.0), shares);
        Assert.Equal(VectorWidth.Bits, costs.Kernels!.VectorBits);
        foreach (LayerCosts kind in new[] { costs.Kernels.Window, costs.Kernels.Point, costs.Kernels.Linear })
            Assert.NotNull(kind.PanelOutputs ?? kind.PanelWeights);
        Assert.All([costs.DensePerWeight, costs.DensePerLayer, costs.ConvertedPerLayer], cost => Assert.NotNull(cost));
        Assert.Null(costs.SparseWindow);
    }

    [Fact]
    public void A_cancellation_ends_it()
    {
        using CancellationTokenSource source = new();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => EngineCalibration.Measure(Tiny, null, source.Token));
    }

    private sealed class Shares(List<double> shares) : IProgress<double>
    {
        public void Report(double value) => shares.Add(value);
    }
}
