namespace SupTickets.Recipes;

/// <summary>How connections move during the normal phase. A null criterion means the method's own.</summary>
public sealed record MethodRecipe
{
    /// <summary>A name from the method table: such as <c>static</c>, <c>rigl</c> or <c>granet</c>.</summary>
    public string Name { get; init; } = "rigl";

    /// <summary>Steps between two topology updates, ΔT.</summary>
    public int UpdateInterval { get; init; } = 1000;

    /// <summary>Share of the normal phase, in (0, 1] (of all epochs where <c>superpose.updateInCycles</c> is on), after which the topology rests; 1 never rests.</summary>
    public double StopShare { get; init; } = 1;

    /// <summary>Share of a layer's connections dropped at an update, p₀, in (0, 1].</summary>
    public double DropFraction { get; init; } = 0.5;

    /// <summary>
    /// How the drop fraction develops: <c>constant</c>; <c>cosine</c> or <c>linear</c> over all training steps; <c>cosine-to-stop</c>, which
    /// reaches 0 where updates stop (RigL as published).
    /// </summary>
    public string DropSchedule { get; init; } = "constant";

    /// <summary>Where <c>cosine</c> ends.</summary>
    public double FinalDropFraction { get; init; } = 0.005;

    /// <summary>Which connections go: <c>magnitude</c>, <c>sign-aware</c>, <c>global-magnitude</c>, <c>high-magnitude</c>.</summary>
    public string? Drop { get; init; }

    /// <summary>Which connections come: <c>random</c>, <c>random-unfired</c>, <c>gradient</c>, <c>momentum</c>.</summary>
    public string? Grow { get; init; }

    /// <summary>Options of <c>snip</c>.</summary>
    public SnipRecipe Snip { get; init; } = new();

    /// <summary>Options of <c>granet</c>.</summary>
    public GraNetRecipe GraNet { get; init; } = new();

    /// <summary>Options of <c>gmp</c>.</summary>
    public GmpRecipe Gmp { get; init; } = new();

    /// <summary>Options of <c>dsr</c>.</summary>
    public DsrRecipe Dsr { get; init; } = new();
}
