using SupTickets.Values;

namespace SupTickets.Experiments.Benchmarks;

/// <summary>The layers that <see cref="EngineCalibration"/> measures.</summary>
internal sealed record CalibrationLoad
{
    /// <summary>3×3 convolutions: wide and narrow, large maps and small, whole batches and single blocks of 16.</summary>
    public IReadOnlyList<CalibrationLayer> Windows { get; init; } =
    [
        new(64, 64, 32, 32), new(128, 128, 16, 32), new(256, 256, 8, 64), new(512, 512, 4, 64), new(512, 512, 2, 64), new(64, 64, 8, 16),
        new(8, 8, 32, 64), new(16, 16, 32, 32), new(16, 16, 16, 64),
    ];

    /// <summary>1×1 convolutions.</summary>
    public IReadOnlyList<CalibrationLayer> Points { get; init; } =
    [
        new(64, 256, 32, 16), new(256, 64, 32, 32), new(128, 512, 16, 32), new(1024, 256, 8, 64), new(256, 1024, 8, 16),
        new(512, 512, 2, 16), new(64, 64, 8, 16),
    ];

    /// <summary>Linear layers; libtorch gains most from large batches of them.</summary>
    public IReadOnlyList<CalibrationLayer> Linears { get; init; } =
    [
        new(512, 512, 1, 16), new(512, 512, 1, 64), new(512, 512, 1, 128), new(3072, 512, 1, 128), new(2048, 1024, 1, 16),
        new(2048, 1024, 1, 64),
    ];

    /// <summary>Batch norm and ReLU between layers: their channels, side and batch.</summary>
    public CalibrationLayer Between { get; init; } = new(64, 64, 32, 64);

    /// <summary>A weight that is written out densely.</summary>
    public WeightShape WrittenOut { get; init; } = new(512, 512, 3, 3);
}

/// <summary>The size of one layer, without its kernel.</summary>
/// <param name="Inputs">Input channels or features.</param>
/// <param name="Outputs">Output channels or features.</param>
/// <param name="Side">Pixels on each side of its input; 1 where it is linear.</param>
/// <param name="Samples">Samples in a mini-batch.</param>
internal readonly record struct CalibrationLayer(int Inputs, int Outputs, int Side, int Samples);
