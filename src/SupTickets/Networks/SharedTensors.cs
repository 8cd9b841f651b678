using System.Collections;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SupTickets.Networks;

/// <summary>
/// Finds tensors of a layer that are also held elsewhere: by another module, under a name of its own, or by a field. (One module in two
/// places holds its tensors once, which is allowed.)
/// </summary>
internal static class SharedTensors
{
    /// <summary>
    /// The parameters, each once, under the first of its names, without those in <paramref name="others"/>. TorchSharp may hold one under
    /// several handles.
    /// </summary>
    public static IEnumerable<(string Name, Parameter Parameter)> Distinct(
        IEnumerable<(string Name, Parameter Parameter)> named, IEnumerable<Parameter> others)
    {
        Dictionary<nint, List<Parameter>> known = [];
        foreach (Parameter other in others) AddTo(known, other);
        foreach ((string name, Parameter parameter) in named)
        {
            if (known.TryGetValue(KeyOf(parameter), out List<Parameter>? alike) && alike.Any(other => AreOne(other, parameter))) continue;
            AddTo(known, parameter);
            yield return (name, parameter);
        }
    }

    /// <summary>
    /// Refuses a weight that is also held outside of its sparse layer: when the topology replaces the layer's tensor, the other place would
    /// silently keep the old one.
    /// </summary>
    /// <exception cref="ArgumentException">The message names both.</exception>
    public static void RequireOwned(IReadOnlyList<SparseLayer> layers, IEnumerable<(string Name, nn.Module Module)> modules)
    {
        ILookup<nint, SparseLayer> owners = layers.ToLookup(layer => KeyOf(layer.Weight.Values));
        foreach (Holder holder in modules.SelectMany(Holders))
        {
            SparseLayer? layer = owners[KeyOf(holder.Tensor)].FirstOrDefault(
                owner => IsOnHost(holder.Tensor) || AreOne(owner.Weight.Values, holder.Tensor));
            if (layer is not null && !ReferenceEquals(layer.Module, holder.Owner))
                throw new ArgumentException(
                    $"{holder.Place} is the weight of layer '{layer.Name}', which every change of its topology replaces: {Remedy}");
        }
    }

    /// <summary>
    /// Refuses a parameter or buffer of a layer to be converted if it is also held elsewhere: after the conversion there would be two of
    /// it.
    /// </summary>
    /// <param name="modules">Every module with its name.</param>
    /// <param name="isConverted">Whether a module is such a layer.</param>
    /// <exception cref="NotSupportedException">The message names both.</exception>
    public static void RequireUntied(IReadOnlyList<(string Name, nn.Module Module)> modules, Predicate<nn.Module> isConverted)
    {
        ILookup<nint, Holder> holders = modules.SelectMany(Holders).ToLookup(holder => KeyOf(holder.Tensor));
        foreach (IGrouping<nint, Holder> alike in holders)
        {
            foreach (Holder layer in alike.Where(holder => isConverted(holder.Owner)))
            {
                Holder? other = alike.FirstOrDefault(holder =>
                    !ReferenceEquals(holder.Owner, layer.Owner) && (IsOnHost(holder.Tensor) || AreOne(holder.Tensor, layer.Tensor)));
                if (other is not null)
                    throw new NotSupportedException(
                        $"{layer.Place} and {other.Place} are one tensor, and would be two after the conversion: {Remedy}");
            }
        }
    }

    /// <summary>
    /// Refuses a module to be replaced if it is also held outside of the tree of modules: that place would keep the old module, whose
    /// parameters are gone.
    /// </summary>
    /// <param name="modules">Every module with its name.</param>
    /// <param name="goes">Whether a module is to be replaced.</param>
    /// <exception cref="NotSupportedException">The message names both.</exception>
    public static void RequireRegistered(IReadOnlyList<(string Name, nn.Module Module)> modules, Predicate<nn.Module> goes)
    {
        foreach ((string name, nn.Module owner) in modules)
        {
            nn.Module[] children = [.. owner.named_children().Select(child => child.module)];
            foreach ((string field, nn.Module held) in Held<nn.Module>(owner))
            {
                if (goes(held) && !children.Contains(held, ReferenceEqualityComparer.Instance))
                    throw new NotSupportedException($"field '{field}' of {Called(name, owner)} holds {Called(modules, held)}, which is to "
                        + "be replaced, without having it as a child: register it there, or look it up where it is a child");
            }
        }
    }

    private const string Remedy = "sparse layers share no parameter; put one module in both places, which stays one, or give each its own";

    private static IEnumerable<Holder> Holders((string Name, nn.Module Module) named) =>
        AllHolders(named).Where(holder => !holder.Tensor.IsInvalid);

    private static IEnumerable<Holder> AllHolders((string Name, nn.Module Module) named)
    {
        string owner = Called(named.Name, named.Module);
        foreach ((string name, Tensor tensor) in named.Module.named_parameters(recurse: false))
            yield return new($"'{name}' of {owner}", named.Module, tensor);
        foreach ((string name, Tensor tensor) in named.Module.named_buffers(recurse: false))
            yield return new($"'{name}' of {owner}", named.Module, tensor);
        foreach ((string field, Tensor tensor) in Held<Tensor>(named.Module))
            yield return new($"field '{field}' of {owner}", named.Module, tensor);
    }

    // What the fields of a module hold, also in lists. Our own modules hold no tensor that is not registered.
    private static IEnumerable<(string Field, T Held)> Held<T>(nn.Module owner)
        where T : class
    {
        if (owner.GetType().Assembly == typeof(SharedTensors).Assembly) yield break;
        foreach (var field in ChildPlaces.Fields(owner.GetType()))
        {
            object? held = field.GetValue(owner);
            IEnumerable<T> found = held switch
            {
                T single => [single],
                IDictionary named => named.Values.OfType<T>(),
                ICollection several => several.OfType<T>(),
                _ => [],
            };
            foreach (T one in found) yield return (ChildPlaces.Shown(field.Name), one);
        }
    }

    private static void AddTo(Dictionary<nint, List<Parameter>> known, Parameter parameter)
    {
        if (!known.TryGetValue(KeyOf(parameter), out List<Parameter>? alike)) known.Add(KeyOf(parameter), alike = []);
        alike.Add(parameter);
    }

    // Two handles are of one tensor if a change through one shows through the other. (A tensor that merely has the same numbers has a
    // gradient of its own.)
    private static bool AreOne(Tensor first, Tensor second)
    {
        if (first.Handle == second.Handle) return true;
        if (!first.is_leaf
            || !second.is_leaf
            || !first.is_floating_point()
            || !second.is_floating_point()
            || first.requires_grad != second.requires_grad) return false;
        bool before = first.requires_grad;
        first.requires_grad = !before;
        bool follows = second.requires_grad != before;
        first.requires_grad = before;
        return follows;
    }

    private static bool IsOnHost(Tensor tensor) => tensor.device_type == TorchSharp.DeviceType.CPU && tensor.numel() > 0;

    // On the host, the address of the tensor's memory, so that views are found too. Elsewhere a key that equal tensors share, and others
    // may.
    private static unsafe nint KeyOf(Tensor tensor)
    {
        if (!IsOnHost(tensor)) return (nint)(-1 - tensor.numel());
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        Tensor first = tensor.detach().as_strided([1], [1], tensor.storage_offset());
        return (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(first.bytes));
    }

    private static string Called(IReadOnlyList<(string Name, nn.Module Module)> modules, nn.Module module) =>
        Called(modules.FirstOrDefault(named => ReferenceEquals(named.Module, module)).Name ?? "", module);

    private static string Called(string name, nn.Module module) =>
        name.Length == 0 ? module.GetType().Name : $"'{name}' ({module.GetType().Name})";

    private sealed record Holder(string Place, nn.Module Owner, Tensor Tensor);
}
