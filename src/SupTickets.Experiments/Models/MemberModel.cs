using SupTickets.Layers;
using static TorchSharp.torch;

namespace SupTickets.Experiments.Models;

/// <summary>
/// Several networks in one module, which learn together and predict together. In training, [N, C, H, W] → [M·N, classes]: the scores of
/// every member, one after the other, each of which learns from the labels. In evaluation, [N, classes] scores whose softmax is the mean of
/// the members' softmax outputs.
/// </summary>
internal abstract class MemberModel(string name, int members) : nn.Module<Tensor, Tensor>(name), IMultiHead
{
    /// <summary>How many members, M.</summary>
    public int Members { get; } = members;

    /// <inheritdoc/>
    public int Heads => Members;

    /// <inheritdoc/>
    public abstract Tensor HeadScores(Tensor images);

    /// <inheritdoc/>
    public sealed override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        Tensor scores = HeadScores(input);
        if (training) return scores.MoveToOuterDisposeScope();
        // The logarithm of the sum, not of the mean: softmax ignores a number that is added to all classes.
        Tensor logarithms = nn.functional.log_softmax(scores, 1).view(Members, -1, scores.shape[1]);
        return logarithms.logsumexp(0).MoveToOuterDisposeScope();
    }

    /// <summary>The parts of <paramref name="module"/> by name, in order.</summary>
    protected static IReadOnlyList<(string Name, nn.Module<Tensor, Tensor> Part)> PartsOf(nn.Module<Tensor, Tensor> module) =>
        [.. module.named_children().Select(child => (child.name, (nn.Module<Tensor, Tensor>)child.module))];
}
