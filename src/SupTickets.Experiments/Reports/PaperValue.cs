namespace SupTickets.Experiments.Reports;

/// <summary>One cell of a table of the paper (Yin et al., 2022), as printed.</summary>
/// <param name="Table">The table's number.</param>
/// <param name="Row">Its row, in the table's words.</param>
/// <param name="Column">Its column.</param>
/// <param name="Model">The architecture, by its name in the model table.</param>
/// <param name="Data"><c>cifar10</c>, <c>cifar100</c> or <c>imagenet</c>.</param>
/// <param name="Method">The sparse method of the normal phase, by its name in the method table.</param>
/// <param name="System">
/// What was measured: <c>alone</c> (the method without Sup-tickets), <c>superposed</c>, <c>superposed-recomputed</c> (batch-norm
/// statistics),
/// <c>ticket</c>, <c>ensemble</c> (of predictions), <c>distilled</c>, <c>swa-dense</c>, <c>swa-static</c>, <c>treenet</c>,
/// <c>batch-ensemble</c>, <c>dense-ensemble</c>.
/// </param>
/// <param name="Setting">What the row varies, as <c>path=value</c> of a recipe or in words; null in the tables that vary nothing.</param>
/// <param name="Sparsity">In [0, 1); null where the paper does not state it.</param>
/// <param name="Quantity">
/// <c>top1</c> and <c>spread</c> in per cent, <c>trainingFlops</c> and <c>inferenceFlops</c>, <c>trainingFlopsRatio</c> and
/// <c>inferenceFlopsRatio</c> (shares of
/// dense), <c>disagreement</c>, <c>kl</c> in nats, <c>p</c>.
/// </param>
/// <param name="Mean">The value, in the unit of the quantity.</param>
/// <param name="Deviation">The standard deviation behind the ±; null where none is printed.</param>
public sealed record PaperValue(
    int Table,
    string Row,
    string Column,
    string Model,
    string Data,
    string Method,
    string System,
    string? Setting,
    double? Sparsity,
    string Quantity,
    double Mean,
    double? Deviation);
