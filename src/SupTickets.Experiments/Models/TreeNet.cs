using SupTickets.Layers;
using SupTickets.Values;
using static TorchSharp.torch;
using Sequential = TorchSharp.Modules.Sequential;

namespace SupTickets.Experiments.Models;

/// <summary>
/// TreeNet (Lee et al., 2015): the members share a trunk and have branches of their own. The trunk keeps the names of its model; a member's
/// names begin with <c>branch1</c>, <c>branch2</c>, ….
/// </summary>
internal sealed class TreeNet : MemberModel
{
    private readonly Func<Tensor, Tensor> trunk;
    private readonly nn.Module<Tensor, Tensor>[] branches;

    /// <summary>A tree of <paramref name="members"/> branches.</summary>
    /// <param name="members">How many members, M.</param>
    /// <param name="branch">
    /// The first part that each member has to itself; null for the last of the stages <c>layer1</c>, <c>layer2</c>, …, or without stages
    /// the last part that learns.
    /// </param>
    /// <param name="model">Makes a sequence of named parts; the same at each call.</param>
    /// <exception cref="UnknownNameException">No part is called <paramref name="branch"/>.</exception>
    /// <exception cref="ArgumentException">No part before it has parameters, so nothing would be shared.</exception>
    public TreeNet(int members, string? branch, Func<nn.Module<Tensor, Tensor>> model)
        : base(nameof(TreeNet), members)
    {
        var parts = PartsOf(model());
        int first = FirstOf(parts, branch);
        foreach ((string name, nn.Module<Tensor, Tensor> part) in parts.Take(first)) register_module(name, part);
        trunk = nn.Sequential([.. parts.Take(first)]).call;
        nn.Module<Tensor, Tensor> own = nn.Sequential([.. parts.Skip(first)]);
        // The other members have the same size, so they are counted without making them: somebody may have asked for a million. The batch
        // counter, a scalar, is not counted.
        long numbers = own.parameters().Concat(own.buffers()).Where(tensor => tensor.shape.Length > 0).Sum(tensor => tensor.numel());
        bool counting = ParameterBudget.Take((members - 1) * numbers);
        branches = [own, .. counting ? [] : Enumerable.Range(1, members - 1).Select(_ => BranchOf(PartsOf(model()), first))];
        foreach ((int index, nn.Module<Tensor, Tensor> member) in branches.Index()) register_module($"branch{index + 1}", member);
    }

    /// <inheritdoc/>
    public override Tensor HeadScores(Tensor images)
    {
        Tensor features = trunk(images);
        return cat([.. branches.Select(branch => branch.call(features))]);
    }

    private static Sequential BranchOf(IReadOnlyList<(string Name, nn.Module<Tensor, Tensor> Part)> parts, int first)
    {
        foreach ((_, nn.Module<Tensor, Tensor> unused) in parts.Take(first)) unused.Dispose();
        return nn.Sequential([.. parts.Skip(first)]);
    }

    private static int FirstOf(IReadOnlyList<(string Name, nn.Module<Tensor, Tensor> Part)> parts, string? branch)
    {
        string wanted = branch
            ?? parts.LastOrDefault(part => part.Name.StartsWith("layer", StringComparison.Ordinal)).Name
            ?? parts.Last(part => Learns(part.Part)).Name;
        int first = parts.Index().FirstOrDefault(part => part.Item.Name == wanted, (-1, default)).Index;
        if (first < 0) throw new UnknownNameException("model.ensemble.branch", wanted, parts.Select(part => part.Name));
        return parts.Take(first).Any(part => Learns(part.Part)) ? first : throw new ArgumentException(
            $"model.ensemble.branch '{wanted}': nothing before it learns that members could share");
    }

    private static bool Learns(nn.Module part) => part is SparseLayerModule || part.modules().Any(module => module is SparseLayerModule);
}
