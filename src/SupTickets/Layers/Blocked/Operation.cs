namespace SupTickets.Layers.Blocked;

/// <summary>One step of a program: reads values, writes one, and in the backward pass leads the gradient of that one back.</summary>
internal abstract class Operation
{
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
