using SupTickets.Values;

namespace SupTickets.Methods;

/// <summary>Options of GraNet (Liu et al., 2021): the cubic schedule of its density.</summary>
public sealed record GraNetOptions
{
    /// <summary>Sparsity at the start, in [0, 1); the allocation applies to it.</summary>
    public double InitialSparsity { get; init; } = 0.5;

    /// <summary>Epoch at which pruning starts, e_i.</summary>
    public double StartEpoch { get; init; }

    /// <summary>Epoch at which the final density is reached, e_f; null is 0.44 of all epochs, the official 110 of 250.</summary>
    public double? EndEpoch { get; init; }

    /// <summary>The epoch at which the final density is reached in a run of so many epochs.</summary>
    public double EndEpochIn(int epochs) => EndEpoch ?? (double)(0.44m * epochs);

    internal void Check(SettingChecks checks)
    {
        checks.Number("initialSparsity", InitialSparsity, InitialSparsity is >= 0 and < 1, SettingChecks.Fraction);
        checks.Number("startEpoch", StartEpoch, StartEpoch >= 0, SettingChecks.NotNegative);
        if (EndEpoch is { } end) checks.Number("endEpoch", end, end > 0, SettingChecks.Positive);
    }

    /// <summary>The same places in a run that is <paramref name="ratio"/> times as long.</summary>
    internal GraNetOptions Scaled(double ratio) => this with { StartEpoch = StartEpoch * ratio, EndEpoch = EndEpoch * ratio };
}
