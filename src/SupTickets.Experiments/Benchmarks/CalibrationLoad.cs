using SupTickets.Values;

namespace SupTickets.Experiments.Benchmarks;

/// <summary>The layers that <see cref="EngineCalibration"/> measures.</summary>
internal sealed record CalibrationLoad
{
    /// <summary>Samples in a mini-batch: whole blocks of 16, so that no lane is idle.</summary>
    public int Samples { get; init; } = 64;

    /// <summary>3×3 convolutions that are wide enough for their FLOPs to decide.</summary>
    public IReadOnlyList<CalibrationLayer> Windows { get; init; } = [new(64, 64, 32), new(128, 128, 16), new(256, 256, 8)];

    /// <summary>3×3 convolutions that are too narrow for that.</summary>
    public IReadOnlyList<CalibrationLayer> NarrowWindows { get; init; } = [new(8, 8, 32), new(16, 16, 16)];

    /// <summary>1×1 convolutions.</summary>
    public IReadOnlyList<CalibrationLayer> Points { get; init; } = [new(256, 64, 32), new(128, 512, 16), new(1024, 256, 8)];

    /// <summary>Linear layers.</summary>
    public IReadOnlyList<CalibrationLayer> Linears { get; init; } = [new(512, 512, 1), new(2048, 1024, 1)];

    /// <summary>Batch norm and ReLU between layers: their channels and side.</summary>
    public CalibrationLayer Between { get; init; } = new(64, 64, 32);

    /// <summary>A weight that is written out densely.</summary>
    public WeightShape WrittenOut { get; init; } = new(512, 512, 3, 3);
}

/// <summary>The size of one layer, without its kernel.</summary>
/// <param name="Inputs">Input channels or features.</param>
/// <param name="Outputs">Output channels or features.</param>
/// <param name="Side">Pixels on each side of its input; 1 where it is linear.</param>
internal readonly record struct CalibrationLayer(int Inputs, int Outputs, int Side);
