using static TorchSharp.torch;

namespace SupTickets.Layers.Blocked;

/// <summary>One step of a program: reads values, writes one, and in the backward pass leads the gradient of that one back.</summary>
internal abstract class Operation
{
    /// <summary>The module that it computes; null for one without numbers of its own, such as a sum.</summary>
    public virtual nn.Module? Module => null;

    /// <summary>Whether it computes more than <see cref="Module"/> by itself.</summary>
    public virtual bool IsFused => false;

    /// <summary>What it is called, such as <c>Sum</c>.</summary>
    public string Kind => GetType().Name[..^nameof(Operation).Length];

    /// <summary>What it reads.</summary>
    public abstract IReadOnlyList<Value> Inputs { get; }

    /// <summary>What it writes.</summary>
    public abstract Value Output { get; }

    /// <summary>Which values its backward pass reads again; these stay in memory until then.</summary>
    public abstract IEnumerable<Value> ReadAgain { get; }

    /// <summary>Computes the output.</summary>
    public abstract void Forward(Run run);

    /// <summary>Turns the output's gradient into those of inputs and parameters.</summary>
    public abstract void Backward(Run run);
}
