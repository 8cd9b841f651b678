using SupTickets.Schedules;
using SupTickets.Values;

namespace SupTickets.Methods;

/// <summary>
/// A sparse training method for one run: where connections start, when and how they move in the normal phase, and how they are explored in
/// the cyclic phase.
/// </summary>
public sealed record SparseMethod
{
    /// <summary>Density of the initial topology.</summary>
    public required Density InitialDensity { get; init; }

    /// <summary>Where connections start.</summary>
    public required IInitialTopology Initial { get; init; }

    /// <summary>How they move at a topology update; null for a topology that is static or only pruned.</summary>
    public ITopologyUpdate? Update { get; init; }

    /// <summary>How they are explored at a cycle's boundary.</summary>
    public required ITopologyUpdate Exploration { get; init; }

    /// <summary>Whether a topology update follows the given number of finished steps.</summary>
    public required Func<long, bool> IsDue { get; init; }

    /// <summary>Share of connections replaced at an update, by finished steps.</summary>
    public required Schedule DropFraction { get; init; }

    /// <summary>
    /// (finished steps, positions) → the number of connections to which the network is globally pruned before an update after that step;
    /// null for methods whose count never changes.
    /// </summary>
    public Func<long, long, long>? Budget { get; init; }

    /// <summary>What the method remembers from update to update; empty for most.</summary>
    public MethodMemory Memory { get; init; } = new();

    /// <summary>When dense gradients are captured in the normal phase.</summary>
    public GradientUse NormalGradient => Update?.Gradient ?? GradientUse.None;
}
