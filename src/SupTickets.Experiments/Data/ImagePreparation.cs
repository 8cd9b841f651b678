using SupTickets.Tickets;

namespace SupTickets.Experiments.Data;

/// <summary>How pixels become a network's input: a network is right only for images that are prepared as in its training.</summary>
/// <param name="Normalization">What turns pixels into numbers.</param>
/// <param name="Margin">
/// Of image files that are measured: the shorter side is scaled to this many times the side of the square that is cut out of the middle.
/// 1 for networks that were trained on whole small images; 256 ÷ 224 for those of <c>imagefolder</c>.
/// </param>
public sealed record ImagePreparation(Normalization Normalization, double Margin);
