using SupTickets.Values;

namespace SupTickets.Experiments.Data;

/// <summary>One row of the table of data sets.</summary>
/// <param name="Name">The name in recipes and on the command line.</param>
/// <param name="Summary">What it is, in one line.</param>
/// <param name="Classes">How many classes, or null where the folder decides.</param>
/// <param name="Shape">[C, H, W] of one image; for <c>imagefolder</c> the default.</param>
/// <param name="Source">Where it comes from.</param>
public sealed record DataSetDescription(string Name, string Summary, int? Classes, ImageShape Shape, string Source);
