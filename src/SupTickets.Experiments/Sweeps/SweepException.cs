using SupTickets.Values;

namespace SupTickets.Experiments.Sweeps;

/// <summary>
/// A sweep that cannot be run. It carries every error found, those of all its recipes together, and its message lists them, one a line.
/// </summary>
public sealed class SweepException : Exception
{
    /// <summary>An exception for at least one error.</summary>
    /// <param name="source">The file.</param>
    /// <param name="errors">The errors, a line each.</param>
    public SweepException(string source, IReadOnlyList<string> errors)
        : base(
            errors is [var only] ? $"{source}: {only}" : $"{source}: {Counted.Of(errors.Count, "error")}\n  {string.Join("\n  ", errors)}")
    {
        Errors = errors;
    }

    /// <summary>Every error.</summary>
    public IReadOnlyList<string> Errors { get; }
}
