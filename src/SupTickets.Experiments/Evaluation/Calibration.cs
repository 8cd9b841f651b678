using SupTickets.Values;

namespace SupTickets.Experiments.Evaluation;

/// <summary>
/// Into which bins confidences are sorted for the calibration error and the reliability curve. Bin m of B is ((m − 1)/B, m/B], and the
/// error is Σ |accuracy − confidence| · samples of the bin ÷ all samples.
/// </summary>
/// <param name="Name">Its name in recipes.</param>
/// <param name="Source">Where it is described.</param>
/// <param name="Bins">B, how many equally wide bins there are.</param>
public sealed record Calibration(string Name, string Source, int Bins)
{
    /// <summary>15 bins (Guo et al., 2017), the default.</summary>
    public static Calibration Guo { get; } = new("guo", "15 equal bins: Guo et al., 2017", 15);

    /// <summary>14 bins: the official code takes 15 edges from 0 to 1, which have 14 spaces between them.</summary>
    public static Calibration FreeTickets { get; } = new("freetickets", "14 equal bins between 15 edges: official code of FreeTickets (Liu et al., 2022)", 14);

    /// <summary>The table.</summary>
    public static IReadOnlyList<Calibration> All { get; } = [Guo, FreeTickets];

    /// <summary>The entry of that name.</summary>
    /// <exception cref="UnknownNameException">There is none.</exception>
    public static Calibration Of(string name) =>
        All.FirstOrDefault(calibration => calibration.Name == name) ?? throw new UnknownNameException("calibration", name, All.Select(calibration => calibration.Name));

    /// <summary>The bin of a confidence in (0, 1], from 0.</summary>
    internal int BinOf(double confidence) => Math.Clamp((int)Math.Ceiling(confidence * Bins) - 1, 0, Bins - 1);
}
