using SupTickets.Values;

namespace SupTickets.Experiments.Evaluation;

/// <summary>
/// The bins of confidences for the calibration error and the reliability curve. Bin m of B is ((m − 1)/B, m/B], and the error is Σ
/// |accuracy − confidence| · samples of the bin ÷ all samples.
/// </summary>
/// <param name="Bins">B, how many equally wide bins there are.</param>
public sealed record Calibration(int Bins)
{
    /// <summary>The table.</summary>
    public static NamedTable<Calibration> All { get; } = new("calibration",
        new("guo", "15 equal bins", "Guo et al., 2017", new(15)),
        new("freetickets", "14 equal bins between 15 edges", "official code of FreeTickets (Liu et al., 2022)", new(14)));

    /// <summary>15 bins (Guo et al., 2017), the default.</summary>
    public static Calibration Guo => All["guo"];

    /// <summary>14 bins: the official code takes 15 edges from 0 to 1, which have 14 spaces between them.</summary>
    public static Calibration FreeTickets => All["freetickets"];

    /// <summary>The bin of a confidence in (0, 1], from 0.</summary>
    internal int BinOf(double confidence) => Math.Clamp((int)Math.Ceiling(confidence * Bins) - 1, 0, Bins - 1);
}
