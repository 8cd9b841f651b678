using SupTickets.Values;

namespace SupTickets.Methods;

/// <summary>How connections move during the normal phase. A null criterion means the method's own.</summary>
public sealed record MethodOptions
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
    public SnipOptions Snip { get; init; } = new();

    /// <summary>Options of <c>granet</c>.</summary>
    public GraNetOptions GraNet { get; init; } = new();

    /// <summary>Options of <c>gmp</c>.</summary>
    public GmpOptions Gmp { get; init; } = new();

    /// <summary>Options of <c>dsr</c>.</summary>
    public DsrOptions Dsr { get; init; } = new();

    /// <summary>Adds an error for every value that is out of its range, whichever method is named.</summary>
    internal void Check(SettingChecks checks)
    {
        checks.OneOf("name", Name, [.. SparseMethods.All.Select(method => method.Name)]);
        checks.Whole("updateInterval", UpdateInterval, least: 1);
        checks.Number("stopShare", StopShare, StopShare is > 0 and <= 1, SettingChecks.Share);
        checks.Number("dropFraction", DropFraction, DropFraction is > 0 and <= 1, SettingChecks.Share);
        checks.OneOf("dropSchedule", DropSchedule, SparseMethods.DropSchedules);
        checks.Number("finalDropFraction", FinalDropFraction, FinalDropFraction is >= 0 and <= 1, SettingChecks.Unit);
        if (Drop is { } drop) checks.OneOf("drop", drop, [.. Criteria.Drop.Select(row => row.Name)]);
        if (Grow is { } grow) checks.OneOf("grow", grow, [.. Criteria.Grow.Select(row => row.Name)]);
        Snip.Check(checks.Under("snip"));
        GraNet.Check(checks.Under("graNet"));
        Gmp.Check(checks.Under("gmp"));
        Dsr.Check(checks.Under("dsr"));
    }

    /// <summary>Adds an error for every pair of settings that contradict each other, by the rules of the method that is named.</summary>
    internal static void CheckTogether(MethodPlan plan, SettingChecks checks)
    {
        MethodOptions options = plan.Options;
        if (options.DropSchedule != "constant")
        {
            checks.Expect("method.finalDropFraction", options.FinalDropFraction, options.FinalDropFraction <= options.DropFraction,
                FormattableString.Invariant($"at most method.dropFraction, {options.DropFraction}"));
        }

        if (plan.Momentum is { } momentum && options.Grow == "momentum")
            checks.Expect("optimizer.momentum", momentum, momentum > 0, "above 0, since method.grow is momentum");
        SparseMethods.Find(options.Name)?.Check?.Invoke(plan, checks);
    }

    /// <summary>The same places in a run that is <paramref name="ratio"/> times as long.</summary>
    internal MethodOptions Scaled(double ratio) => this with { GraNet = GraNet.Scaled(ratio), Gmp = Gmp.Scaled(ratio) };
}
