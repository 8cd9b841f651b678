using SupTickets.Collective;
using SupTickets.Networks;
using SupTickets.Topology;
using static TorchSharp.torch;

namespace SupTickets.Training;

/// <summary>
/// Brings the ranks of a step together. Each has the mean over its share of the mini-batch; afterwards all have the mean over the whole,
/// shares being of one size.
/// </summary>
/// <param name="ranks">The processes that take part.</param>
internal sealed class RankMean(ICollective ranks)
{
    /// <summary>Whether there is anything to average with.</summary>
    public bool IsShared => ranks.Ranks > 1;

    /// <summary>
    /// Averages every gradient, that of absent positions included where it is captured, and the loss. Sparse weights send the gradients of
    /// their connections alone.
    /// </summary>
    /// <param name="parameters">The parameters, after the backward pass.</param>
    /// <param name="loss">This rank's loss.</param>
    /// <returns>The loss of the whole mini-batch.</returns>
    public double Take(ParameterSet parameters, double loss)
    {
        if (!IsShared) return loss;
        foreach (TrainableParameter trainable in parameters.All())
        {
            if (trainable.Parameter.grad is { } gradient) Average(gradient);
        }

        // Of a fully connected layer the gradient of its values is the dense gradient.
        foreach (SparseLayer layer in parameters.Network.Layers)
        {
            if (layer.Weight is { CapturesDenseGradient: true, Connectivity.IsFull: false }) Average(layer.Weight.DenseGradient);
        }

        Span<float> whole = [(float)loss];
        ranks.Sum(whole);
        return whole[0] / ranks.Ranks;
    }

    private void Average(Tensor gradient)
    {
        using var scope = NewDisposeScope();
        Tensor host = gradient.cpu().contiguous();
        Span<float> numbers = HostFloats.Of(host);
        ranks.Sum(numbers);
        foreach (ref float number in numbers) number /= ranks.Ranks;
        gradient.copy_(host);
    }
}
