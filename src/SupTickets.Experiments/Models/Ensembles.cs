using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.Experiments.Models;

/// <summary>The table of ensembles that are trained as one network (Yin et al., 2022, Table 6).</summary>
public static class Ensembles
{
    /// <summary>The name of no ensemble: the model itself.</summary>
    public const string None = "none";

    /// <summary>Every kind: name, what the members share, source.</summary>
    public static IReadOnlyList<(string Name, string Summary, string Source)> All { get; } =
    [
        (None, "one network", "the model itself"),
        ("batch-ensemble", "members share every weight and differ in two vectors a layer", "Wen et al., 2020"),
        ("tree-net", "members share a trunk and have the last parts to themselves", "Lee et al., 2015"),
    ];

    /// <summary>The names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(kind => kind.Name)];

    /// <summary>
    /// An ensemble as one module: in training [N, C, H, W] → [M·N, classes], the scores of every member one after the other; in evaluation
    /// [N, classes] scores whose softmax is the mean of theirs.
    /// </summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
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
    public static nn.Module<Tensor, Tensor> Create(string name, int members, double rateFactor, string? branch, Func<nn.Module<Tensor, Tensor>> model)
    {
        if (name == None) return model();
        ArgumentOutOfRangeException.ThrowIfLessThan(members, 2);
        return ParameterBudget.Build<nn.Module<Tensor, Tensor>>($"{name} of {members} members", () => name switch
        {
            "batch-ensemble" => new BatchEnsemble(members, rateFactor, model()),
            "tree-net" => new TreeNet(members, branch, model),
            _ => throw new UnknownNameException("ensemble", name, Names),
        });
    }
}
