namespace SupTickets.Experiments.Evaluation;

/// <summary>Figures of one network on one data set.</summary>
/// <param name="Top1">Share of samples whose label has the highest score, in [0, 1].</param>
/// <param name="Top5">Share of samples whose label is among the five highest scores, in [0, 1].</param>
/// <param name="Nll">Mean negative log-likelihood, in nats.</param>
/// <param name="Ece">
/// Expected calibration error (Guo et al., 2017), in [0, 1]; with 15 equal bins unless another <see cref="Calibration"/> was asked for.
/// </param>
/// <param name="Samples">How many samples were measured.</param>
public sealed record Metrics(double Top1, double Top5, double Nll, double Ece, long Samples);
