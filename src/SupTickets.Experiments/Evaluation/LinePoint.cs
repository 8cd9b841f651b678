namespace SupTickets.Experiments.Evaluation;

/// <summary>A network on the line between two others, measured.</summary>
/// <param name="Share">Its position from the first to the second, in [0, 1].</param>
/// <param name="Loss">Its mean negative log-likelihood, in nats.</param>
/// <param name="Accuracy">The share of samples it classifies rightly, in [0, 1].</param>
public sealed record LinePoint(double Share, double Loss, double Accuracy);
