using static TorchSharp.torch;

namespace SupTickets.Topology;

/// <summary>
/// Collects the dense gradient ∂L/∂W of a weight over the uses of a pass. With the dense engine it is the gradient of the dense tensors
/// that were watched; the sparse engine adds its own.
/// </summary>
internal sealed class DenseGradientCapture
{
    private readonly List<Tensor> watched = [];
    private Tensor? gradient;
    private bool steepestOnly, isClosed;
    private int expected, added;

    /// <summary>Whether the next pass is captured.</summary>
    public bool IsOn { get; private set; }

    /// <summary>What was kept of the gradient where no more was asked for and it was whole; else null.</summary>
    public SteepestGradients? Steepest { get; private set; }

    /// <summary>Captures from now on, starting from no gradient.</summary>
    /// <param name="onlySteepest">Whether nobody needs more than <see cref="Steepest"/>, or the gradient instead.</param>
    public void Start(bool onlySteepest)
    {
        Forget();
        IsOn = true;
        steepestOnly = onlySteepest;
    }

    /// <summary>The sparse engine has computed with the weight, and will add the gradient of that use.</summary>
    public void Expect() => expected++;

    /// <summary>All uses have been computed; what follows is the backward pass.</summary>
    public void Close() => isClosed = true;

    /// <summary>Forgets the gradient and captures no longer.</summary>
    public void Stop()
    {
        IsOn = false;
        Forget();
    }

    /// <summary>Keeps the gradient that <paramref name="dense"/>, the dense weight of one use, will get.</summary>
    public void Watch(Tensor dense)
    {
        // A pass without gradients, such as one of a diagnosis, has none to keep.
        if (!IsOn || !dense.requires_grad) return;
        watched.Add(dense.DetachFromDisposeScope());
        dense.retain_grad();
    }

    /// <summary>Adds the gradient of one use, [positions]; the tensor belongs to this from now on.</summary>
    /// <param name="part">The gradient.</param>
    /// <param name="connected">The weight's connections.</param>
    public void Add(Tensor part, Connectivity connected)
    {
        if (gradient is null)
        {
            gradient = part.DetachFromDisposeScope();
        }
        else
        {
            gradient.add_(part, Scalars.One);
            part.Dispose();
        }

        // A gradient that is not finite is kept for the diagnosis.
        if (!steepestOnly || !isClosed || ++added != expected || !HostFloats.AreIn(gradient) || !FiniteNumbers.AreAll(gradient)) return;
        Steepest = SteepestGradients.Of(gradient, connected);
        gradient.Dispose();
        gradient = null;
    }

    /// <summary>
    /// The gradient of the last backward pass, or null. It is computed once and held, since the tensors that it comes from are replaced
    /// when the weight is rewired.
    /// </summary>
    /// <param name="values">The values of a weight with every connection, whose gradient is dense already; else null.</param>
    public Tensor? Take(Tensor? values)
    {
        if (gradient is not null || !IsOn || Steepest is not null) return gradient;
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        Tensor[] sources = watched.Count == 0 && values is not null ? [values] : [.. watched];
        foreach (Tensor part in sources.Select(dense => dense.grad).OfType<Tensor>())
            gradient = gradient is null ? part.clone() : gradient.add_(part, Scalars.One);
        return gradient?.DetachFromDisposeScope();
    }

    private void Forget()
    {
        foreach (Tensor dense in watched) dense.Dispose();
        watched.Clear();
        gradient?.Dispose();
        gradient = null;
        Steepest = null;
        (steepestOnly, isClosed, expected, added) = (false, false, 0, 0);
    }
}
