using static TorchSharp.torch;

namespace SupTickets.Layers;

/// <summary>
/// A module of several heads. In training it gives the scores of all heads, and each learns from the labels. In evaluation it gives their
/// joint scores, [N, classes].
/// </summary>
public interface IMultiHead
{
    /// <summary>How many heads, M, at least 1.</summary>
    int Heads { get; }

    /// <summary>
    /// The scores of every head, in either mode. [N, C, H, W] → [M·N, classes], head after head; what the module gives in training.
    /// </summary>
    Tensor HeadScores(Tensor images);
}
