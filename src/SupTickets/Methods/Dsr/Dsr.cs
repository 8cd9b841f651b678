
namespace SupTickets.Methods;

/// <summary>
/// DSR, dynamic sparse reparameterization (Mostafa and Wang, 2019): drops below an adaptive threshold and reallocates at random among
/// layers, with a period that doubles as training goes on. It is explored by the same reallocation, after the smallest |w| of the network went.
/// </summary>
internal static class Dsr
{
    internal static SparseMethod Create(MethodContext context)
    {
        DsrOptions options = context.Options.Dsr;
        MethodMemory memory = new() { [AdaptiveThresholdDrop.Threshold] = options.Threshold };
        long steps = context.Calendar.TotalSteps;
        decimal end = (decimal)options.EndShare * steps;
        SparseMethod dynamic = SparseMethods.Dynamic(context, new Reallocation(new AdaptiveThresholdDrop(memory, connections => options.Target ?? DsrOptions.TargetShare * connections)));
        return dynamic with
        {
            Exploration = new Reallocation(new GlobalMagnitudeDrop()),
            Memory = memory,
            IsDue = finished => finished <= end && dynamic.IsDue(finished) && finished % PeriodAt(finished) == 0,
        };

        long PeriodAt(long finished) =>
            (long)context.Options.UpdateInterval << options.PeriodDoublesAt.Count(share => finished > (decimal)share * steps);
    }
}
