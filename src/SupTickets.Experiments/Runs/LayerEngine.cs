namespace SupTickets.Experiments.Runs;

/// <summary>The engine of one layer.</summary>
/// <param name="Layer">Its name.</param>
/// <param name="Density">Connections ÷ positions, in (0, 1].</param>
/// <param name="Engine"><c>dense</c> or <c>sparse</c>.</param>
/// <param name="DenseSeconds">Seconds of its forward and backward pass that the cost model expects, dense.</param>
/// <param name="SparseSeconds">The same, sparse.</param>
public sealed record LayerEngine(string Layer, double Density, string Engine, double DenseSeconds, double SparseSeconds);
