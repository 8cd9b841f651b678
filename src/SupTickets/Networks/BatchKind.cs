using SupTickets.Values;

namespace SupTickets.Networks;

/// <summary>All on which a network's operations may depend.</summary>
/// <param name="Samples">Images in the batch.</param>
/// <param name="Image">Shape of one.</param>
/// <param name="Modes">Modules may compute something else in training.</param>
/// <param name="ImagesNeedGradient">Whether the backward pass goes on to the images.</param>
internal sealed record BatchKind(int Samples, ImageShape Image, Modes Modes, bool ImagesNeedGradient);
