using SupTickets.Experiments.Evaluation;

namespace SupTickets.Experiments.Reports;

/// <summary>One row of the table that ends a run.</summary>
/// <param name="Name">What was measured, such as <c>ticket 1</c> or <c>superposed</c>.</param>
/// <param name="Metrics">Figures on the test set.</param>
/// <param name="Connections">Connections of its sparse layers.</param>
/// <param name="Sparsity">Share of their positions without one, in [0, 1).</param>
public sealed record SummaryRow(string Name, Metrics Metrics, long Connections, double Sparsity);
