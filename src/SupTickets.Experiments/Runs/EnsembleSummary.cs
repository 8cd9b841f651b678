using SupTickets.Experiments.Evaluation;

namespace SupTickets.Experiments.Runs;

/// <summary>The prediction ensemble of the cheap tickets.</summary>
/// <param name="Tickets">How many tickets predict together.</param>
/// <param name="Metrics">Figures of the mean of their softmax outputs on the test set.</param>
public sealed record EnsembleSummary(int Tickets, Metrics Metrics);
