using SupTickets.Experiments.Recipes;

namespace SupTickets.Experiments.Sweeps;

/// <summary>One run of a sweep.</summary>
/// <param name="Index">Its number, from 0, by which a cluster scheduler's array job asks for it.</param>
/// <param name="Name">Names of its cell and its seed, joined by <c>--</c>; its folder is <c>runs/NAME</c>.</param>
/// <param name="Cell">The name of the value it has on each axis; without axes the sweep's name.</param>
/// <param name="Seed">Its seed.</param>
/// <param name="Recipe">What it runs. A folder of the sweep is written as <c>{sweep}/runs/NAME</c>, so that the sweep can be moved.</param>
/// <param name="Needs">Names of the runs that must have finished before it starts.</param>
public sealed record SweepRun(int Index, string Name, IReadOnlyList<string> Cell, ulong Seed, Recipe Recipe, IReadOnlyList<string> Needs)
{
    /// <summary>What stands between the parts of a name; no part holds it.</summary>
    public const string Separator = "--";

    /// <summary>The name that the runs of a cell share, whatever their seed.</summary>
    public string Group => string.Join(Separator, Cell);
}
