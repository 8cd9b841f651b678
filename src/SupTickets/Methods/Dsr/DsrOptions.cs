using SupTickets.Values;

namespace SupTickets.Methods;

/// <summary>Options of DSR (Mostafa and Wang, 2019).</summary>
public sealed record DsrOptions
{
    /// <summary>
    /// The wanted share of the connections if <see cref="Target"/> is null. The paper's numbers come to 8 % and 16 % of the connections on
    /// ImageNet.
    /// </summary>
    public const double TargetShare = 0.1;

    /// <summary>Threshold H at the start, above 0: connections with a smaller |w| are dropped.</summary>
    public double Threshold { get; init; } = 0.001;

    /// <summary>
    /// How many connections a reallocation should move, N_p; the threshold adapts to it. The paper has 400 000 for ResNet-50 on ImageNet
    /// and 20 000 for wide ResNets on CIFAR. Null is a tenth of the connections.
    /// </summary>
    public int? Target { get; init; }

    /// <summary>
    /// Where in the run, as shares of all epochs, the steps between two reallocations double; at the start they are
    /// <c>method.updateInterval</c>.
    /// </summary>
    public IReadOnlyList<double> PeriodDoublesAt { get; init; } = [0.25, 0.5, 0.75];

    /// <summary>Share of all epochs, in (0, 1], after which no connection is reallocated.</summary>
    public double EndShare { get; init; } = 0.95;

    internal void Check(SettingChecks checks)
    {
        checks.Number("threshold", Threshold, Threshold > 0, SettingChecks.Positive);
        checks.Whole("target", Target ?? 1, least: 1);
        foreach (var (index, share) in PeriodDoublesAt.Index())
        {
            bool inside = share is > 0 and <= 1 && (index == 0 || share > PeriodDoublesAt[index - 1]);
            checks.Number($"periodDoublesAt[{index}]", share, inside, SettingChecks.Share + ", each above the one before");
        }

        checks.Number("endShare", EndShare, EndShare is > 0 and <= 1, SettingChecks.Share);
    }
}
