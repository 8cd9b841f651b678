namespace SupTickets.Experiments.Evaluation;

/// <summary>How differently several networks answer on the same samples (Liu et al., 2022; Yin et al., 2022).</summary>
/// <param name="Disagreement">
/// Mean over all pairs of networks of the share of samples for which they predict different classes, in [0, 1].
/// </param>
/// <param name="Kl">Mean over all ordered pairs (p, q) and samples of Σ_c p_c·ln(p_c/q_c) between their softmax outputs, in nats.</param>
public sealed record Diversity(double Disagreement, double Kl);
