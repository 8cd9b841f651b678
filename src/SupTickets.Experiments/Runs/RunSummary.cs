using SupTickets.Experiments.Evaluation;
using SupTickets.Experiments.Recipes;
using SupTickets.LibTorch;

namespace SupTickets.Experiments.Runs;

/// <summary>The final figures of a run: <c>metrics.json</c>.</summary>
public sealed record RunSummary
{
    /// <summary>Which run the figures are of (<see cref="RecipeIdentity"/>); null in figures written before it was recorded.</summary>
    public string? Run { get; init; }

    /// <summary>The recipe's name.</summary>
    public required string Name { get; init; }

    /// <summary>The architecture.</summary>
    public required string Model { get; init; }

    /// <summary>The data set.</summary>
    public required string Data { get; init; }

    /// <summary>The class names in the order of the network's outputs; null in figures written before they were recorded.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>The sparse method of the normal phase.</summary>
    public required string Method { get; init; }

    /// <summary>The seed.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Passes over the training data.</summary>
    public required int Epochs { get; init; }

    /// <summary>Optimizer steps.</summary>
    public required long Steps { get; init; }

    /// <summary>Seconds, all processes together.</summary>
    public required double Seconds { get; init; }

    /// <summary>When the run began, in UTC; null in figures written before it was recorded.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>When it ended, in UTC; null in figures written before it was recorded.</summary>
    public DateTimeOffset? Finished { get; init; }

    /// <summary>The machine of its last process; null in figures written before it was recorded.</summary>
    public Machine? Machine { get; init; }

    /// <summary>The cheap tickets, in order; none without a cyclic phase.</summary>
    public required IReadOnlyList<TicketSummary> Tickets { get; init; }

    /// <summary>The superposed ticket; null without a cyclic phase.</summary>
    public SuperposedSummary? Superposed { get; init; }

    /// <summary>Figures of the network at the end on the test set; null where a superposed ticket is the result.</summary>
    public Metrics? Network { get; init; }

    /// <summary>The prediction ensemble of the tickets; null with fewer than two, and in files written before it was measured.</summary>
    public EnsembleSummary? Ensemble { get; init; }

    /// <summary>
    /// How differently the tickets answer on the test set; without tickets, the members of a network that is an ensemble of several; else
    /// null.
    /// </summary>
    public Diversity? Diversity { get; init; }

    /// <summary>
    /// The reliability curve of the result on the test set, bins of low confidence first; null in files written before it was measured.
    /// </summary>
    public IReadOnlyList<ReliabilityBin>? Reliability { get; init; }

    /// <summary>Positions of all sparse layers of the result.</summary>
    public required long Positions { get; init; }

    /// <summary>Their connections.</summary>
    public required long Connections { get; init; }

    /// <summary>Connections ÷ positions, in (0, 1].</summary>
    public double Density => (double)Connections / Positions;

    /// <summary>One minus density, in [0, 1).</summary>
    public double Sparsity => (double)(Positions - Connections) / Positions;

    /// <summary>FLOPs of one sample through the result: 2 × multiply-adds of convolutions and linear layers.</summary>
    public required double InferenceFlops { get; init; }

    /// <summary><see cref="InferenceFlops"/> ÷ those of the dense network.</summary>
    public required double InferenceFlopsRatio { get; init; }

    /// <summary>FLOPs of the whole training; null in figures written before they were recorded.</summary>
    public double? TrainingFlops { get; init; }

    /// <summary>FLOPs of the whole training ÷ those of as many dense steps.</summary>
    public required double TrainingFlopsRatio { get; init; }

    /// <summary>
    /// R_s, in (0, 1]: the share of the positions, layers kept dense left out, that held a connection at any time of the run (Liu et al.,
    /// 2021); null in figures written before it was recorded.
    /// </summary>
    public double? ExplorationRate { get; init; }

    /// <summary>
    /// How libtorch computed convolutions at the end, and what their check found; null in figures written before it was recorded.
    /// </summary>
    public LibTorchState? LibTorch { get; init; }

    /// <summary>
    /// SHA-256, in hexadecimal, of every tensor of the result (<see cref="StateDigest"/>): a run that is repeated has the same. Null in
    /// figures written before it was recorded.
    /// </summary>
    public string? Digest { get; init; }

    /// <summary>The sparse layers of the result, in network order.</summary>
    public required IReadOnlyList<LayerSummary> Layers { get; init; }

    /// <summary>The warnings of the run, in order; null in files written before they were recorded.</summary>
    public IReadOnlyList<WarningSummary>? Warnings { get; init; }

    /// <summary>The figures with the times and the machine from the event log.</summary>
    public RunSummary With(RunHistory history) =>
        this with { Started = history.FirstStart?.At, Finished = history.Finished?.At, Machine = history.Start?.Machine };

    /// <summary>Collects the figures of a finished run.</summary>
    /// <param name="recipe">Its recipe.</param>
    /// <param name="result">Its result.</param>
    /// <param name="cost">FLOPs of one sample through the result, and through the dense network.</param>
    public static RunSummary Of(Recipe recipe, TrainingResult result, InferenceCost cost)
    {
        TicketSuperposed? superposed = result.History.OfType<TicketSuperposed>().LastOrDefault();
        return new()
        {
            Run = RecipeIdentity.Of(recipe),
            Name = recipe.Name,
            Model = recipe.Model.Name,
            Data = recipe.Data.Name,
            Labels = recipe.Data.Labels,
            Method = recipe.Method.Name,
            Seed = recipe.Seed,
            Epochs = recipe.Schedule.Epochs,
            Steps = result.Steps,
            Seconds = result.Seconds,
            Tickets = [.. result.History.OfType<TicketTaken>().Select(
                ticket => new TicketSummary(ticket.Cycle, ticket.Connections, ticket.Metrics, ticket.Recomputed))],
            Superposed = superposed is null ? null : new(
                superposed.Tickets, superposed.Connections, superposed.Metrics, superposed.Recomputed),
            Network = superposed is null ? result.History.OfType<Evaluated>().LastOrDefault(measured => measured.Set == "test")?.Metrics
                : null,
            Ensemble = result.Ensemble is { } ensemble ? new(ensemble.Networks, ensemble.Metrics) : null,
            Diversity = result.Ensemble?.Diversity ?? result.MemberDiversity,
            Reliability = result.Reliability,
            Positions = result.Final.Positions,
            Connections = result.Final.Connections,
            InferenceFlops = cost.Flops,
            InferenceFlopsRatio = cost.Flops / cost.Dense,
            TrainingFlops = result.TrainingFlops,
            TrainingFlopsRatio = result.TrainingFlops / result.DenseTrainingFlops * (cost.OwnDense / cost.Dense),
            ExplorationRate = result.ExplorationRate,
            Digest = StateDigest.Of(result.Final),
            Layers = [
                .. result.Final.Layers.Select(layer => new LayerSummary(layer.Name, layer.Shape.Positions, layer.Connectivity.Count))],
            Warnings = [.. result.Warnings.Select(warning => new WarningSummary(warning.Step, warning.About, warning.Message))],
        };
    }
}
