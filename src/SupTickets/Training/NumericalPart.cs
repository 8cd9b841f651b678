namespace SupTickets.Training;

/// <summary>Which numbers of a step are not finite.</summary>
internal enum NumericalPart
{
    /// <summary>The images of the mini-batch.</summary>
    Images,

    /// <summary>A parameter or running statistic, before the forward pass or after the update.</summary>
    Parameter,

    /// <summary>The output of a layer, in the forward pass.</summary>
    Output,

    /// <summary>The loss, or its gradient by the scores, where all layers gave finite numbers.</summary>
    Loss,

    /// <summary>The gradient of a parameter, in the backward pass.</summary>
    Gradient,
}
