using SupTickets.Layers;
using SupTickets.Networks;
using static TorchSharp.torch;
using Sequential = TorchSharp.Modules.Sequential;

namespace SupTickets.Conversion;

/// <summary>
/// Makes an existing TorchSharp module trainable sparsely. Its two-dimensional convolutions and linear layers become
/// <see cref="SparseConv2d"/> and <see cref="SparseLinear"/>, its batch norms <see cref="BatchNorm"/>, fully connected, with the same
/// names, parameters and statistics. ReLU, max pooling, flattening and the mean over all pixels also become ours, so that the sparse engine
/// can compute the whole, unless ours compute something else or the place that holds one cannot hold ours. Children are found in
/// <c>Sequential</c>, in fields (private ones too) and in arrays and lists held by fields. Other modules stay as they are.
/// </summary>
public sealed class Sparsify
{
    // One module in two places must stay one module.
    private readonly Dictionary<nn.Module, nn.Module> converted = new(ReferenceEqualityComparer.Instance);

    // Modules that need not be converted: nothing in them is a layer.
    private readonly HashSet<nn.Module> optional = new(ReferenceEqualityComparer.Instance);

    // Carried out only once all are known to be possible, so that a refusal leaves the module as it was.
    private readonly List<Action> exchanges = [];

    private Sparsify()
    {
    }

    /// <summary>
    /// The converted module. It owns <paramref name="module"/> from now on: modules with fields are changed in place, and replaced layers
    /// are disposed.
    /// </summary>
    /// <exception cref="NotSupportedException">
    /// A layer cannot be sparse (groups, transposed, one- or three-dimensional, padding that is not zeros, frozen, not Float32), the place
    /// that holds it cannot hold ours, a parameter of it is also one of another module or in a field, or a part is a
    /// <see cref="SparseNetwork"/> already. The message names the part or the field, and nothing has changed.
    /// </exception>
    public static nn.Module<Tensor, Tensor> Convert(nn.Module<Tensor, Tensor> module)
    {
        Sparsify conversion = new();
        (string Name, nn.Module Module)[] modules = [
            .. ModuleTree.Walk(string.Empty, module).DistinctBy(child => child.Module, ReferenceEqualityComparer.Instance)];
        SharedTensors.RequireUntied(modules, LayerConversion.IsLayer);
        nn.Module result = conversion.Replace(string.Empty, module);
        SharedTensors.RequireRegistered(modules, conversion.IsReplaced);
        foreach (Action exchange in conversion.exchanges) exchange();
        foreach (nn.Module old in conversion.converted.Keys.Where(LayerConversion.IsLayer)) old.Dispose();
        return (nn.Module<Tensor, Tensor>)result;
    }

    private nn.Module Replace(string name, nn.Module module)
    {
        if (converted.TryGetValue(module, out nn.Module? known)) return known;
        if (module is SparseNetwork)
            throw new NotSupportedException($"{Place(name, module)} is a network already: convert its module before it becomes one");
        nn.Module next = module switch
        {
            _ when LayerConversion.IsLayer(module) => LayerConversion.Convert(name, module),
            Sequential sequential => Rebuild(name, sequential),
            _ when PlainConversion.OursOf(module) is { } ours => Optional(module, ours),
            _ => ReplaceChildren(name, module),
        };
        converted[module] = next;
        return next;
    }

    // Modules that need not be converted keep their parameters, or have none.
    private bool IsReplaced(nn.Module module) =>
        converted.TryGetValue(module, out nn.Module? next) && !ReferenceEquals(next, module) && !optional.Contains(module);

    private nn.Module Optional(nn.Module module, nn.Module ours)
    {
        optional.Add(module);
        if (!module.training) ours.eval();
        return ours;
    }

    /// <summary>A sequence cannot exchange its items, so a changed one is made anew.</summary>
    private Sequential Rebuild(string name, Sequential sequential)
    {
        Child[] children = Children(name, sequential);
        if (children.All(child => !child.Changes)) return sequential;
        bool mayStay = children.All(child => !child.Changes || optional.Contains(child.Old));
        if (mayStay) optional.Add(sequential);
        if (sequential.GetType() != typeof(Sequential) && mayStay) return sequential;
        if (sequential.GetType() != typeof(Sequential))
            throw new NotSupportedException($"{Place(name, sequential)} derives from Sequential, whose items cannot be exchanged: derive "
                + "from Module<Tensor, Tensor> instead");
        Sequential next = nn.Sequential([.. children.Select(child => (child.Name, (nn.Module<Tensor, Tensor>)child.New))]);
        if (!sequential.training) next.eval();
        return next;
    }

    private nn.Module ReplaceChildren(string name, nn.Module module)
    {
        Child[] children = [.. Children(name, module).Select(child => Placed(name, module, child))];
        if (children.All(child => !child.Changes)) return module;
        exchanges.Add(() =>
        {
            // The registry cannot exchange children either, and a new child would come after the old ones, so all are registered again.
            foreach (Child child in children) module.register_module(child.Name, null!);
            foreach (Child child in children) module.register_module(child.Name, child.New);
        });
        return module;
    }

    // The converted child; its exchange is planned.
    private Child Placed(string name, nn.Module module, Child child)
    {
        if (!child.Changes) return child;
        (IReadOnlyList<Action> plan, string? refusal) = ChildPlaces.PlanExchange(
            Place(name, module), module, child.Name, child.Old, child.New);
        if (refusal is not null)
            return optional.Contains(child.Old) ? child with { New = child.Old } : throw new NotSupportedException(refusal);
        exchanges.AddRange(plan);
        return child;
    }

    private Child[] Children(string name, nn.Module module) =>
    [
        .. module.named_children().Select(
            child => new Child(child.name, child.module, Replace(name.Length == 0 ? child.name : $"{name}.{child.name}", child.module))),
    ];

    private static string Place(string name, nn.Module module) =>
        name.Length == 0 ? module.GetType().Name : $"{name} ({module.GetType().Name})";

    private sealed record Child(string Name, nn.Module Old, nn.Module New)
    {
        public bool Changes => !ReferenceEquals(Old, New);
    }
}
