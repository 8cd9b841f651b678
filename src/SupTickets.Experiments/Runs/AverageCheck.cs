using System.Globalization;
using SupTickets.Experiments.Data;
using SupTickets.Experiments.Evaluation;
using SupTickets.Networks;
using SupTickets.Training;
using SupTickets.Values;

namespace SupTickets.Experiments.Runs;

/// <summary>
/// Warns when an average fails: tickets from different basins average to a network that knows nothing (Yin et al., 2022, Tables 8 and 11).
/// The average and the latest ticket in it are measured on the same few training samples. Nothing else depends on it.
/// </summary>
/// <param name="evaluator">Measures states.</param>
/// <param name="samples">The training samples, not augmented.</param>
internal sealed class AverageCheck(StateEvaluator evaluator, IImageDataset samples)
{
    /// <summary>Training samples that are used, if there are as many.</summary>
    public const int Samples = 1000;

    /// <summary>By how much the average's mean negative log-likelihood may exceed the ticket's, in nats (decision 36).</summary>
    public const double Limit = 0.1;

    /// <summary>
    /// A warning on the average of <paramref name="tickets"/>, of which <paramref name="ticket"/> is the latest; null if the average is
    /// good.
    /// </summary>
    public Warning? Of(long step, int tickets, NetworkState ticket, NetworkState average, CancellationToken cancel)
    {
        if (tickets < 2) return null;
        Metrics alone = evaluator.On(samples, ticket, cancel), together = evaluator.On(samples, average, cancel);
        return together.Nll - alone.Nll <= Limit ? null : new(step, "superposition", string.Create(
            CultureInfo.InvariantCulture,
            $"the average of {Counted.Of(tickets, "ticket")} fails: on {Counted.Of(samples.Count, "training sample")} its loss is "
            + $"{together.Nll:0.000} and its accuracy {100 * together.Top1:0.0} %, those of the latest ticket are {alone.Nll:0.000} and "
            + $"{100 * alone.Top1:0.0} %; tickets this far apart do not average, so lower superpose.highRate or "
            + $"superpose.exploreFraction"));
    }
}
