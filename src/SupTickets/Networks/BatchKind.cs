using SupTickets.Values;

namespace SupTickets.Networks;

/// <summary>Everything that a network's operations may depend on.</summary>
/// <param name="Samples">Images in the batch.</param>
/// <param name="Image">Shape of one.</param>
/// <param name="Modes">Training or evaluation mode of each module.</param>
/// <param name="ImagesNeedGradient">Whether the images need a gradient.</param>
internal sealed record BatchKind(int Samples, ImageShape Image, Modes Modes, bool ImagesNeedGradient);
