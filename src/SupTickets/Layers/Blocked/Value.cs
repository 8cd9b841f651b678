using SupTickets.Kernels;

namespace SupTickets.Layers.Blocked;

/// <summary>Activations between two operations of a program: a place in memory during a run.</summary>
/// <param name="Index">Its number among the program's values.</param>
/// <param name="Shape">[N/16, C, H, W, 16].</param>
/// <param name="NeedsGradient">Whether anything that learns lies before it; of the images, whether they have a gradient themselves.</param>
internal sealed record Value(int Index, BlockedShape Shape, bool NeedsGradient);
