using static TorchSharp.torch;
using Sequential = TorchSharp.Modules.Sequential;

namespace SupTickets.Layers;

/// <summary>
/// Makes an existing TorchSharp module trainable sparsely: its two-dimensional convolutions and linear layers become
/// <see cref="SparseConv2d"/> and <see cref="SparseLinear"/>, its batch norms <see cref="BatchNorm"/>, with the same
/// names, parameters and statistics, and fully connected. Children are found in <c>Sequential</c>, in fields
/// (private ones too) and in arrays and lists held by fields. Other modules stay as they are.
/// </summary>
public sealed class Sparsify
{
    // One module in two places must stay one module.
    private readonly Dictionary<nn.Module, nn.Module> converted = new(ReferenceEqualityComparer.Instance);

    // Carried out only when everything is known to be possible, so that a refusal leaves the module as it was.
    private readonly List<Action> exchanges = [];

    private Sparsify()
    {
    }

    /// <summary>
    /// The converted module. It takes <paramref name="module"/> over: modules with fields are changed in place, and
    /// replaced layers are disposed.
    /// </summary>
    /// <exception cref="NotSupportedException">
    /// A layer cannot be sparse (groups, transposed, one- or three-dimensional, padding that is not zeros, frozen, not
    /// Float32), or the place that holds it cannot hold ours. The message names the layer or the field, and nothing has changed.
    /// </exception>
    public static nn.Module<Tensor, Tensor> Convert(nn.Module<Tensor, Tensor> module)
    {
        Sparsify conversion = new();
        nn.Module result = conversion.Replace(string.Empty, module);
        foreach (Action exchange in conversion.exchanges) exchange();
        foreach (nn.Module old in conversion.converted.Keys.Where(LayerConversion.IsLayer)) old.Dispose();
        return (nn.Module<Tensor, Tensor>)result;
    }

    private nn.Module Replace(string name, nn.Module module)
    {
        if (converted.TryGetValue(module, out nn.Module? known)) return known;
        nn.Module next = module switch
        {
            _ when LayerConversion.IsLayer(module) => LayerConversion.Convert(name, module),
            Sequential sequential => Rebuild(name, sequential),
            _ => ReplaceChildren(name, module),
        };
        converted[module] = next;
        return next;
    }

    /// <summary>A sequence cannot exchange its items, so a changed one is made anew.</summary>
    private Sequential Rebuild(string name, Sequential sequential)
    {
        Child[] children = Children(name, sequential);
        if (children.All(child => !child.Changes)) return sequential;
        if (sequential.GetType() != typeof(Sequential))
            throw new NotSupportedException($"{Place(name, sequential)} derives from Sequential, whose items cannot be exchanged: derive from Module<Tensor, Tensor> instead");
        Sequential next = nn.Sequential([.. children.Select(child => (child.Name, (nn.Module<Tensor, Tensor>)child.New))]);
        if (!sequential.training) next.eval();
        return next;
    }

    private nn.Module ReplaceChildren(string name, nn.Module module)
    {
        Child[] children = Children(name, module);
        if (children.All(child => !child.Changes)) return module;
        foreach (Child child in children.Where(child => child.Changes))
            exchanges.AddRange(ChildPlaces.PlanExchange(Place(name, module), module, child.Name, child.Old, child.New));
        exchanges.Add(() =>
        {
            // Nor can the registry exchange, and adding alone would put the new children behind the old ones.
            foreach (Child child in children) module.register_module(child.Name, null!);
            foreach (Child child in children) module.register_module(child.Name, child.New);
        });
        return module;
    }

    private Child[] Children(string name, nn.Module module) =>
    [
        .. module.named_children().Select(
            child => new Child(child.name, child.module, Replace(name.Length == 0 ? child.name : $"{name}.{child.name}", child.module))),
    ];

    private static string Place(string name, nn.Module module) => name.Length == 0 ? module.GetType().Name : $"{name} ({module.GetType().Name})";

    private sealed record Child(string Name, nn.Module Old, nn.Module New)
    {
        public bool Changes => !ReferenceEquals(Old, New);
    }
}
