using TorchSharp;
using static TorchSharp.torch;

namespace SupTickets.Topology;

/// <summary>The momentum of a weight's dense gradient, by which momentum growth ranks absent positions.</summary>
internal sealed class DenseMomentum
{
    /// <summary>Exponentially weighted sum of dense gradients, flat [positions]; null before the first.</summary>
    public Tensor? Sum { get; private set; }

    /// <summary>Adds <paramref name="gradient"/> to the sum, which first shrinks by <paramref name="momentum"/>.</summary>
    public void Add(Tensor gradient, double momentum, int positions, Device device)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using Scalar factor = momentum.ToScalar();
        Sum ??= zeros(positions, device: device).DetachFromDisposeScope();
        Sum.mul_(factor).add_(gradient.view(-1), Scalars.One);
    }

    /// <summary>The sum on the host; empty where there is none.</summary>
    public float[] OnHost()
    {
        using var scope = NewDisposeScope();
        return Sum is null ? [] : Sum.cpu().data<float>().ToArray();
    }

    /// <summary>Sets the sum, as a checkpoint has it.</summary>
    public void Restore(ReadOnlyMemory<float> values, Device device)
    {
        Forget();
        using var scope = NewDisposeScope();
        Sum = tensor(values.ToArray()).to(device, copy: true).DetachFromDisposeScope();
    }

    /// <summary>Moves the sum to <paramref name="device"/>.</summary>
    public void MoveTo(Device device)
    {
        if (Sum is not { } old) return;
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        Sum = old.to(device, copy: true).DetachFromDisposeScope();
        old.Dispose();
    }

    /// <summary>Forgets the sum, as before the first gradient.</summary>
    public void Forget()
    {
        Sum?.Dispose();
        Sum = null;
    }
}
