namespace SupTickets.Experiments.Recipes;

/// <summary>How long, and at which rate.</summary>
public sealed record ScheduleRecipe
{
    /// <summary>Passes over the training data, the cyclic phase included.</summary>
    public int Epochs { get; init; } = 250;

    /// <summary>Samples in a mini-batch.</summary>
    public int Batch { get; init; } = 128;

    /// <summary>Learning rate of the normal phase before the first milestone.</summary>
    public double LearningRate { get; init; } = 0.1;

    /// <summary>Epochs of linear warm-up, rising once per epoch.</summary>
    public int WarmupEpochs { get; init; }

    /// <summary>
    /// Where the rate drops, as shares of the normal phase, truncated to whole epochs; unused when <see cref="MilestoneEpochs"/> is set.
    /// </summary>
    public IReadOnlyList<double> Milestones { get; init; } = [0.5, 0.75];

    /// <summary>Where the rate drops, in epochs.</summary>
    public IReadOnlyList<int>? MilestoneEpochs { get; init; }

    /// <summary>Factor on the rate at a milestone.</summary>
    public double Factor { get; init; } = 0.1;

    /// <summary>The same places in a run that is <paramref name="ratio"/> times as long; milestones that fall together are one.</summary>
    internal ScheduleRecipe Scaled(double ratio) => this with
    {
        WarmupEpochs = (int)(WarmupEpochs * ratio),
        MilestoneEpochs = MilestoneEpochs is null ? null
            : [.. MilestoneEpochs.Select(epoch => Math.Max(1, (int)Math.Round(epoch * ratio))).Distinct()],
    };
}
