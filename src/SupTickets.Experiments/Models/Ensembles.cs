using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.Experiments.Models;

/// <summary>The table of ensembles that are trained as one network (Yin et al., 2022, Table 6).</summary>
public static class Ensembles
{
    /// <summary>The name of no ensemble: the model itself.</summary>
    public const string None = "none";

    /// <summary>Every kind, with what its members share.</summary>
    internal static NamedTable<EnsembleKind> All { get; } = new("ensemble",
        new(None, "one network", "the model itself", new((_, _, _, model) => model())),
        new("batch-ensemble", "members share every weight and differ in two vectors a layer", "Wen et al., 2020",
            new((members, rateFactor, _, model) => new BatchEnsemble(members, rateFactor, model()))),
        new("tree-net", "members share a trunk and have the last parts to themselves", "Lee et al., 2015",
            new((members, _, branch, model) => new TreeNet(members, branch, model)) { HasBranches = true }));

    /// <summary>
    /// An ensemble as one module: in training [N, C, H, W] → [M·N, classes], the scores of every member one after the other; in evaluation
    /// [N, classes] scores whose softmax is the mean of theirs.
    /// </summary>
    /// <param name="name">A name from the table, such as <c>tree-net</c>.</param>
    /// <param name="members">Members, M, at least 2; unused by <c>none</c>.</param>
    /// <param name="rateFactor">What the learning rate is multiplied by for what the members of <c>batch-ensemble</c> do not share.</param>
    /// <param name="branch">
    /// The first part that each member of <c>tree-net</c> has to itself; null for the last of a ResNet's stages, elsewhere the last part
    /// that learns.
    /// </param>
    /// <param name="model">Makes the model, a sequence of named parts; the same at each call.</param>
    /// <exception cref="UnknownNameException">There is no such kind, or no such part.</exception>
    /// <exception cref="ArgumentException">
    /// Members are fewer than 2, nothing before the branch learns, or it is larger than <see cref="Limit.ModelNumbers"/>.
    /// </exception>
    public static nn.Module<Tensor, Tensor> Create(
        string name, int members, double rateFactor, string? branch, Func<nn.Module<Tensor, Tensor>> model)
    {
        EnsembleKind kind = All[name];
        if (name == None) return model();
        ArgumentOutOfRangeException.ThrowIfLessThan(members, 2);
        return ParameterBudget.Build($"{name} of {members} members", () => kind.Create(members, rateFactor, branch, model));
    }
}
