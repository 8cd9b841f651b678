namespace SupTickets.Experiments.Recipes;

/// <summary>How values are updated.</summary>
public sealed record OptimizerRecipe
{
    /// <summary>A name from the optimizer table: <c>sgd</c> or <c>adamw</c>.</summary>
    public string Name { get; init; } = "sgd";

    /// <summary>Momentum of SGD.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>Whether SGD looks ahead (Nesterov).</summary>
    public bool Nesterov { get; init; }

    /// <summary>Weight decay: added to the gradient by SGD, decoupled in AdamW.</summary>
    public double WeightDecay { get; init; } = 5e-4;

    /// <summary>What decays: <c>all</c> parameters, or all but batch-norm parameters (<c>no-norm</c>).</summary>
    public string Decay { get; init; } = "all";

    /// <summary>First moment of AdamW.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Second moment of AdamW.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Denominator offset of AdamW.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Label smoothing of the cross-entropy, in [0, 1).</summary>
    public double LabelSmoothing { get; init; }
}
