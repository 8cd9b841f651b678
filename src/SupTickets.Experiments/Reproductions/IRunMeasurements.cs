using SupTickets.Experiments.Evaluation;

namespace SupTickets.Experiments.Reproductions;

/// <summary>Measures figures that the runs of a reproduction did not measure themselves.</summary>
public interface IRunMeasurements
{
    /// <summary>Figures, on the test set, of the tickets of one run averaged in another way.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="averaging">The averaging rule.</param>
    /// <param name="beta">Weight of the old average in <c>cima</c>.</param>
    Metrics Averaged(string folder, string averaging, double beta);

    /// <summary>How differently the results of several runs answer, on the test set.</summary>
    /// <param name="folders">The runs, at least 2.</param>
    Diversity Together(IReadOnlyList<string> folders);
}
