using CsCheck;
using SupTickets.Kernels.Convolution;

namespace SupTickets.Tests.Kernels.Convolution;

/// <summary>Convolutions and tile sizes that every kernel of a convolution is tried with.</summary>
internal static class ConvolutionExamples
{
    /// <summary>Convolutions that differ in what the kernels treat differently.</summary>
    internal static readonly ConvolutionSetting[] Corners =
    [
        new(new(5, 7, new(3, 1, 1, 1), new(3, 1, 1, 1)), new(37, 7, 5, 9), 0.3, 1),
        new(new(6, 3, new(3, 2, 1, 1), new(2, 3, 0, 2)), new(18, 3, 11, 8), 0.5, 2),
        new(new(4, 5, new(1, 2, 0, 1), new(1, 3, 1, 1)), new(33, 5, 7, 6), 0.6, 3),
        new(new(9, 11, ConvolutionAxis.Point, ConvolutionAxis.Point), new(20, 11, 3, 5), 0.2, 4),
        new(ConvolutionShape.Linear(13, 20), new(50, 20, 1, 1), 0.2, 5),
        new(new(3, 4, new(5, 1, 3, 2), new(4, 2, 2, 1)), new(16, 4, 9, 7), 1, 6),
        new(new(10, 7, new(1, 2, 0, 1), new(1, 2, 0, 1)), new(20, 7, 9, 8), 0.4, 7),
        new(new(5, 6, new(1, 1, 0, 1), new(1, 3, 0, 2)), new(35, 6, 3, 11), 0.5, 8),
        new(new(12, 9, ConvolutionAxis.Point, ConvolutionAxis.Point), new(33, 9, 2, 2), 0.3, 9),
    ];

    private static readonly Gen<ConvolutionAxis> Axes =
        Gen.Select(Gen.Int[1, 5], Gen.Int[1, 3], Gen.Int[0, 3], Gen.Int[1, 2], (k, s, p, d) => new ConvolutionAxis(k, s, p, d));

    // Sizes at which one convolution takes milliseconds, emulated too.
    internal static readonly Gen<ConvolutionSetting> Settings =
        Gen.Select(
            Gen.Select(Gen.Int[1, 20], Gen.Int[1, 20], Axes, Axes, (k, c, v, h) => new ConvolutionShape(k, c, v, h)),
            Gen.Select(Gen.Int[1, 40], Gen.Int[1, 17], Gen.Int[1, 17]),
            Gen.OneOf(Gen.Const(0.0), Gen.Double[0.01, 1], Gen.Const(1.0)),
            Gen.Int[0, 1000],
            (shape, input, density, seed) =>
                new ConvolutionSetting(shape, new(input.Item1, shape.Inputs, input.Item2, input.Item3), density, seed))
        .Where(setting => setting.Fits && setting.Products <= 1_000_000);

    internal static readonly TileSize[] Sizes =
    [
        new(1, 1, 1, 1), new(1, 2, 3, 1), new(1, 2, 5, 1), new(1, 3, 3, 1), new(2, 2, 3, 1), new(1, 2, 3, 2),
        new(3, 4, 5, 2), new(2, 1, 17, 4), new(8, 17, 17, 20),
    ];

    internal static readonly PointSize[] PointSizes = [new(1, 1), new(4, 3), new(5, 4), new(16, 100), new(1000, 2)];

    internal static Tilings Default(ConvolutionSetting setting) => Tilings.Of(setting.Shape, setting.Input, setting.Positions().Length);
}
