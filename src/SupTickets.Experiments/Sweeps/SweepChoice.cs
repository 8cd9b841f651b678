using System.Globalization;
using SupTickets.Values;

namespace SupTickets.Experiments.Sweeps;

/// <summary>Chooses runs of a sweep by the names of values of its axes and by seeds.</summary>
public static class SweepChoice
{
    /// <summary>
    /// The runs that have, on every axis of which values are named, one of these; a seed is a value too. So <c>rigl</c>, <c>0.95</c>,
    /// <c>41</c> and <c>42</c> are the runs of RigL at 95 % with either seed.
    /// </summary>
    /// <param name="sweep">The sweep.</param>
    /// <param name="names">Names and seeds; none for all runs.</param>
    /// <exception cref="UnknownNameException">A name is that of no value.</exception>
    /// <exception cref="SweepException">No run has all of them.</exception>
    public static IReadOnlyList<SweepRun> Of(Sweep sweep, IReadOnlyList<string> names)
    {
        string[] known = [.. sweep.Runs.SelectMany(Values).Distinct()];
        if (names.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
            throw new UnknownNameException("value or seed", unknown, known);
        int axes = sweep.Runs.Max(run => run.Cell.Count);
        string[][] asked =
        [
            .. Enumerable.Range(0, axes).Select(axis => sweep.Runs.Select(run => run.Cell.ElementAtOrDefault(axis))
                .OfType<string>().Intersect(names).ToArray()),
            [.. sweep.Runs.Select(SeedOf).Intersect(names)],
        ];
        SweepRun[] chosen = [.. sweep.Runs.Where(run => asked.Index().All(place => place.Item.Length == 0
            || place.Item.Contains(place.Index == axes ? SeedOf(run) : run.Cell.ElementAtOrDefault(place.Index))))];
        return chosen.Length > 0 ? chosen : throw new SweepException("--only", [$"no run has all of {string.Join(", ", names)}"]);
    }

    private static IEnumerable<string> Values(SweepRun run) => run.Cell.Append(SeedOf(run));

    private static string SeedOf(SweepRun run) => run.Seed.ToString(CultureInfo.InvariantCulture);
}
