using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace SupTickets.Networks;

/// <summary>Which modules of a network were in training mode and which in evaluation mode, at one moment.</summary>
internal sealed class Modes : IEquatable<Modes>
{
    private readonly IReadOnlyList<nn.Module> modules;
    private readonly bool[] training;

    /// <summary>The modes of <paramref name="modules"/> now: parents before children, and a shared module in each of its places.</summary>
    public Modes(IReadOnlyList<nn.Module> modules) => (this.modules, training) = (modules, [.. modules.Select(module => module.training)]);

    /// <summary>Sets every module's mode to what it was.</summary>
    public void Restore()
    {
        // Each call also sets all children; their own modes are set after it.
        foreach ((nn.Module module, bool mode) in modules.Zip(training)) module.train(mode);
    }

    /// <inheritdoc/>
    public bool Equals(Modes? other) => other is not null && training.AsSpan().SequenceEqual(other.training);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Modes);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.AddBytes(MemoryMarshal.AsBytes(training.AsSpan()));
        return hash.ToHashCode();
    }
}
