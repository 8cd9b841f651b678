using System.Globalization;
using SupTickets.Layers;
using SupTickets.Topology;

namespace SupTickets.Networks;

/// <summary>Where a forward pass first wrote numbers that are not finite.</summary>
/// <param name="Layer">Name of the module in the network; of the last named one before it, where it has none.</param>
/// <param name="Kind">What it is, such as <c>SparseConv2d</c>.</param>
/// <param name="Engine">What computed it.</param>
/// <param name="Input">What it read.</param>
/// <param name="Output">What it wrote.</param>
/// <param name="InDouble">How large float64's numbers become for the same input and parameters; null where that is not known.</param>
internal sealed record Breakdown(
    string Layer, string Kind, Engine Engine, NumberCensus Input, NumberCensus Output, DoubleReference.Magnitudes? InDouble)
{
    // Rounding, and methods that add parts of images or of a kernel before they multiply, need more room than the terms alone.
    private const double Room = float.MaxValue / 1024;

    /// <summary>
    /// Whether float64 says that float32 can hold the right numbers, and all that is computed on the way to them: then it is the
    /// computation that failed, not the network.
    /// </summary>
    public bool IsOfComputation => Input.IsFinite && InDouble is { } exact && Math.Max(exact.Result, exact.Terms) <= Room;

    /// <summary>What was seen, and what float64 says of it.</summary>
    public override string ToString()
    {
        string input = Input.IsFinite ? $"finite, up to {Shown(Input.Largest)}" : $"not: {Input.Finiteness}";
        string seen = $"output of '{Layer}' ({Kind}, {Engines.NameOf(Engine)} engine): {Output.Finiteness}; its input is {input}";
        if (InDouble is not { } exact) return seen;
        seen += $"; float64 gives numbers up to {Shown(exact.Result)}, ";
        return seen + (IsOfComputation ? "which float32 can hold: the numbers came out wrong on this machine"
            : exact.Result > float.MaxValue ? "beyond what float32 can hold"
            : exact.Terms > Room ? $"whose terms add up to {Shown(exact.Terms)}: on the way float32 may not hold them"
            : Input.IsFinite ? "which is close to all that float32 can hold"
            : "which float32 can hold");
    }

    private static string Shown(double number) => number.ToString("G4", CultureInfo.InvariantCulture);
}
