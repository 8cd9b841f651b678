using static TorchSharp.torch;

namespace SupTickets.Networks;

/// <summary>A module and everything below it. A network stands for the module within: that one comes in its place.</summary>
internal static class ModuleTree
{
    /// <summary>
    /// The module under <paramref name="name"/>, then its descendants under names of their own, depth first: network order. TorchSharp's
    /// <c>named_modules</c> lists all children before any grandchild.
    /// </summary>
    public static IEnumerable<(string Name, nn.Module Module)> Walk(string name, nn.Module module) => module is SparseNetwork network
        ? Walk(name, network.Module)
        : module.named_children()
            .SelectMany(child => Walk(name.Length == 0 ? child.name : $"{name}.{child.name}", child.module))
            .Prepend((name, module));
}
