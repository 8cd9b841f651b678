using SupTickets.Layers;
namespace SupTickets.Training;

/// <summary>What was seen of a step whose numbers are not finite.</summary>
/// <param name="Step">The step, from 1.</param>
/// <param name="Part">Which numbers.</param>
/// <param name="Layer">The layer, or the parameter, that has them first; empty for images and the loss.</param>
/// <param name="NotFinite">How many of them are NaN or infinite.</param>
/// <param name="Numbers">How many there are.</param>
/// <param name="Engine">The engine that computed them; null for what no engine computes.</param>
/// <param name="Cause">Why, as far as computing once more tells.</param>
internal sealed record NumericalFailure(long Step, NumericalPart Part, string Layer, long NotFinite, long Numbers, Engine? Engine,
    NumericalCause Cause);
