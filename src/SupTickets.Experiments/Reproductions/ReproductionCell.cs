namespace SupTickets.Experiments.Reproductions;

/// <summary>One cell of a table or one point of a figure: what is measured, of which runs, and what the paper prints there.</summary>
/// <param name="Row">Its row.</param>
/// <param name="Column">Its column.</param>
/// <param name="Model">The architecture, by its name in the model table, as in the paper.</param>
/// <param name="Data"><c>cifar10</c>, <c>cifar100</c> or <c>imagenet</c>.</param>
/// <param name="Method">The method of the normal phase.</param>
/// <param name="System">The measured system: one of <see cref="PaperSystems.All"/>.</param>
/// <param name="Setting">
/// What its runs have of their own, as <c>path=value</c> of a recipe or in the paper's words; null where there is nothing.
/// </param>
/// <param name="Sparsity">In [0, 1); null for whatever its runs have.</param>
/// <param name="Quantity">
/// <c>top1</c> and <c>spread</c> in per cent, <c>nll</c> and <c>kl</c> in nats, <c>ece</c>, <c>disagreement</c>, FLOPs and their ratios,
/// <c>p</c>.
/// </param>
/// <param name="Paper">The printed mean, in the unit of the quantity; null in figures.</param>
/// <param name="PaperDeviation">The printed ±; null where there is none.</param>
public sealed record ReproductionCell(
    string Row, string Column, string Model, string Data, string Method, string System, string? Setting, double? Sparsity, string Quantity,
    double? Paper, double? PaperDeviation);
