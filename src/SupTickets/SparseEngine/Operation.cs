using static TorchSharp.torch;

namespace SupTickets.SparseEngine;

/// <summary>
/// One step of a network on the sparse engine: reads values, writes one, and in the backward pass leads the gradient of that one back.
/// </summary>
public abstract class Operation
{
    /// <summary>The module that it computes; null for one without numbers of its own, such as a sum.</summary>
    public virtual nn.Module? Module => null;

    /// <summary>The values that it is a function of.</summary>
    public abstract IReadOnlyList<Value> Inputs { get; }

    /// <summary>What it writes.</summary>
    public abstract Value Output { get; }

    /// <summary>Which values its backward pass reads again; these stay in memory until then.</summary>
    public abstract IEnumerable<Value> ReadAgain { get; }

    /// <summary>What it is called, such as <c>Sum</c>.</summary>
    internal string Kind =>
        GetType().Name is var name && name.EndsWith(nameof(Operation), StringComparison.Ordinal) ? name[..^nameof(Operation).Length] : name;

    /// <summary>Whether it computes more than <see cref="Module"/> by itself.</summary>
    internal virtual bool IsFused => false;

    /// <summary>Whether the lanes without a sample need no clearing after it.</summary>
    internal virtual bool KeepsPadding => false;

    /// <summary>Whether libtorch computes it.</summary>
    internal virtual bool IsDense => false;

    /// <summary>What its forward pass reads from memory: an input that was left to it is computed from what the writer reads.</summary>
    internal virtual IReadOnlyList<Value> Reads => Inputs;

    /// <summary>
    /// The inputs in whose memory the output may be written where nothing else needs them any more, if it has as many numbers.
    /// </summary>
    internal virtual IReadOnlyList<Value> MayOverwrite => [];

    /// <summary>
    /// The input whose gradient may be written in the memory of the output's, if it has as many numbers: by <see cref="Run.PassOn"/>, or
    /// because each number is read before it is overwritten.
    /// </summary>
    internal virtual Value? GradientPassesTo => null;

    /// <summary>Whether <see cref="Repeat"/> is there, which is cheap compared with keeping the output.</summary>
    internal virtual bool CanRepeat => false;

    /// <summary>Computes the output once more, from the same inputs, to the same bits; it changes nothing else.</summary>
    internal virtual void Repeat(Run run) => Forward(run);

    /// <summary>Whether it writes its output at all in a pass; where not, whatever reads the output computes it on the way.</summary>
    internal virtual bool Writes(RunPurpose purpose) => true;

    /// <summary>Computes the output. Lanes without a sample are set to 0 after it, whatever it left there.</summary>
    public abstract void Forward(Run run);

    /// <summary>
    /// Turns the output's gradient into those of the inputs that need one, and of parameters. It is called only where the output has a
    /// gradient. Lanes without a sample have the gradient 0, before it and after it.
    /// </summary>
    public abstract void Backward(Run run);

    /// <summary>
    /// This and <paramref name="next"/> in one pass over memory, where <paramref name="next"/> alone reads what this writes; null where
    /// they stay apart.
    /// </summary>
    internal virtual Operation? MergedWith(Operation next) => null;

    /// <summary>
    /// This without writing its output, where every one of <paramref name="readers"/> is able to compute that on the way from what this
    /// reads; null where it stays as it is. The readers that take the places of those given come with it.
    /// </summary>
    internal virtual (Operation Unwritten, IReadOnlyList<Operation> Readers)? LeaveTo(IReadOnlyList<Operation> readers) => null;
}
