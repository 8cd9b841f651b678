using SupTickets.Values;

namespace SupTickets.Layers;

/// <summary>Draws the initial values of one weight, dense and row-major; sparsity neither rescales nor reorders them.</summary>
/// <param name="shape">The dense shape.</param>
/// <param name="random">The layer's own stream.</param>
/// <param name="weights">Receives one value for each position.</param>
public delegate void Initialization(WeightShape shape, RandomStream random, Span<float> weights);
