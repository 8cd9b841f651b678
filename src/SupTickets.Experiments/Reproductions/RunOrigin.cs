using SupTickets.Experiments.Runs;
using SupTickets.Experiments.Sweeps;

namespace SupTickets.Experiments.Reproductions;

/// <summary>What runs were computed with: the last bits of a run depend on it.</summary>
/// <param name="Commit">The commit that the program was built from, or its version where the commit is not known.</param>
/// <param name="VectorBits">Bits of the widest vectors of our kernels.</param>
/// <param name="Processor">The processor.</param>
/// <param name="Runs">How many runs, by their last process.</param>
public sealed record RunOrigin(string Commit, int VectorBits, string Processor, int Runs)
{
    /// <summary>The kinds among some runs, the most frequent first; runs that recorded no machine are left out.</summary>
    internal static IReadOnlyList<RunOrigin> Of(IEnumerable<GroupedRun> runs) =>
    [
        .. runs.DistinctBy(run => run.Folder).Select(run => run.Summary.Machine).OfType<Machine>()
            .GroupBy(machine => (Commit: machine.Commit ?? machine.Version, machine.VectorBits, machine.Processor))
            .OrderByDescending(group => group.Count())
            .Select(group => new RunOrigin(group.Key.Commit, group.Key.VectorBits, group.Key.Processor, group.Count())),
    ];
}
