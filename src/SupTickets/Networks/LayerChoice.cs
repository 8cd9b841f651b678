using SupTickets.Layers;

namespace SupTickets.Networks;

/// <summary>How one layer computes, and what that is expected to cost.</summary>
/// <param name="Name">The layer's name.</param>
/// <param name="Density">Connections ÷ positions, in (0, 1].</param>
/// <param name="Engine">The engine.</param>
/// <param name="Kernels">The kernels, for the sparse engine; the faster ones.</param>
/// <param name="DenseSeconds">Forward and backward of a mini-batch, dense.</param>
/// <param name="SparseSeconds">
/// The same with <paramref name="Kernels"/>; it includes the gradient at every position if each step captures it.
/// </param>
internal sealed record LayerChoice(
    string Name, double Density, Engine Engine, LayerKernels Kernels, double DenseSeconds, double SparseSeconds);
