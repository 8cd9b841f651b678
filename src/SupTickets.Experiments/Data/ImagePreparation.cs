using SupTickets.Tickets;

namespace SupTickets.Experiments.Data;

/// <summary>How pixels become a network's input. A network needs images that are prepared as in its training.</summary>
/// <param name="Normalization">How pixels become numbers.</param>
/// <param name="Margin">
/// For image files in evaluation: the shorter side is scaled to this many times the side of the square that is cut out of the middle. 1 for
/// networks trained on whole small images; 256 ÷ 224 for those of <c>imagefolder</c>.
/// </param>
public sealed record ImagePreparation(Normalization Normalization, double Margin);
