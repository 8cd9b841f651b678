using SupTickets.Experiments.Sweeps;

namespace SupTickets.Experiments.Reproductions;

/// <summary>What runs were computed with: the last bits of a run depend on it.</summary>
/// <param name="Commit">The commit that the program was built from, or its version where the commit is not known.</param>
/// <param name="VectorBits">Bits of the widest vectors of our kernels.</param>
/// <param name="Processor">The processor.</param>
/// <param name="Runs">How many runs, by their last process.</param>
/// <param name="ThreadHours">Hours that they took, times the threads of each.</param>
public sealed record RunOrigin(string Commit, int VectorBits, string Processor, int Runs, double ThreadHours)
{
    private const double SecondsInHour = 3600;

    /// <summary>The kinds among some runs, the most frequent first; runs that recorded no machine are left out.</summary>
    internal static IReadOnlyList<RunOrigin> Of(IEnumerable<GroupedRun> runs) =>
    [
        .. from run in runs.DistinctBy(run => run.Folder)
           let machine = run.Summary.Machine
           where machine is not null
           group (run.Summary.Seconds, machine.Threads)
               by (Commit: machine.Commit ?? machine.Version, machine.VectorBits, machine.Processor) into kind
           orderby kind.Count() descending
           select new RunOrigin(
               kind.Key.Commit, kind.Key.VectorBits, kind.Key.Processor, kind.Count(),
               kind.Sum(run => run.Seconds * run.Threads) / SecondsInHour),
    ];
}
