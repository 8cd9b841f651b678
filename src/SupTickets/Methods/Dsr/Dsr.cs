using SupTickets.Values;

namespace SupTickets.Methods;

/// <summary>
/// DSR, dynamic sparse reparameterization (Mostafa and Wang, 2019): drops below an adaptive threshold and reallocates at random among
/// layers, with a period that doubles as training goes on. Explorations drop the smallest |w| of the network and reallocate in the same
/// way.
/// </summary>
public sealed record Dsr : Method
{
    /// <inheritdoc/>
    public override string Name => "dsr";

    /// <summary>Its threshold and periods.</summary>
    public DsrOptions Options { get; init; } = new();

    /// <inheritdoc/>
    public override SparseMethod In(MethodContext run)
    {
        MethodMemory memory = new() { [AdaptiveThresholdDrop.Threshold] = Options.Threshold };
        long steps = run.Calendar.TotalSteps;
        decimal end = (decimal)Options.EndShare * steps;
        SparseMethod dynamic = Moving(run, new Reallocation(
            new AdaptiveThresholdDrop(memory, connections => Options.Target ?? DsrOptions.TargetShare * connections)));
        return dynamic with
        {
            Exploration = new Reallocation(new GlobalMagnitudeDrop()),
            Memory = memory,
            IsDue = finished => finished <= end && dynamic.IsDue(finished) && finished % PeriodAt(finished) == 0,
        };

        long PeriodAt(long finished) =>
            (long)UpdateInterval << Options.PeriodDoublesAt.Count(share => finished > (decimal)share * steps);
    }

    internal override void CheckRanges(SettingChecks checks)
    {
        base.CheckRanges(checks);
        Options.Check(checks.Under("dsr"));
    }
}
