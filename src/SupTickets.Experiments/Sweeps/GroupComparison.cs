using SupTickets.Experiments.Evaluation;
using SupTickets.Experiments.Runs;

namespace SupTickets.Experiments.Sweeps;

/// <summary>Two groups of runs side by side.</summary>
/// <param name="Group">The name of the one.</param>
/// <param name="To">The name of the other.</param>
/// <param name="Difference">Mean of the one minus mean of the other.</param>
/// <param name="Test">Whether both may come from one distribution.</param>
/// <param name="SmallestP">
/// The smallest P that groups of these sizes can give; above 0.05 no difference of theirs is significant at that level.
/// </param>
public sealed record GroupComparison(string Group, string To, double Difference, KolmogorovSmirnov Test, double SmallestP)
{
    /// <summary>Compares the figures of two groups.</summary>
    /// <exception cref="RunFolderException">A run does not have the figure, or it is not a number.</exception>
    public static GroupComparison Of(RunGroup group, RunGroup to, RunFigure figure)
    {
        IReadOnlyList<double> ours = Ordered(group, figure), theirs = Ordered(to, figure);
        return new(
            group.Name, to.Name, ours.Average() - theirs.Average(), KolmogorovSmirnov.Test(ours, theirs),
            KolmogorovSmirnov.SmallestP(ours.Count, theirs.Count));
    }

    private static IReadOnlyList<double> Ordered(RunGroup group, RunFigure figure)
    {
        IReadOnlyList<double> figures = group.Figures(figure);
        return figures.Any(double.IsNaN)
            ? throw new RunFolderException($"'{group.Runs[figures.ToList().FindIndex(double.IsNaN)].Folder}' has a {figure.Metric} that is "
                + "not a number: such runs cannot be compared")
            : figures;
    }
}
