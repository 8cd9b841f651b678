using System.Globalization;
using SupTickets.Layers;
using SupTickets.Topology;

namespace SupTickets.Networks;

/// <summary>Where a forward pass first wrote numbers that are not finite.</summary>
/// <param name="Layer">Name of the module in the network, or of the last named module before it.</param>
/// <param name="Kind">Type of the module, such as <c>SparseConv2d</c>.</param>
/// <param name="Engine">What computed it.</param>
/// <param name="Input">Its input.</param>
/// <param name="Output">Its output.</param>
/// <param name="InDouble">How large float64's numbers become for the same input and parameters; null where that is not known.</param>
internal sealed record Breakdown(
    string Layer, string Kind, Engine Engine, NumberCensus Input, NumberCensus Output, DoubleReference.Magnitudes? InDouble)
{
    // Rounding, and algorithms that add parts of images or of a kernel before they multiply, need more room than the terms alone.
    private const double Room = float.MaxValue / 1024;

    /// <summary>
    /// Whether float64 shows that the right result, and every intermediate sum, fits in float32. Then the computation failed, not the
    /// network.
    /// </summary>
    public bool IsOfComputation => Input.IsFinite && InDouble is { } exact && Math.Max(exact.Result, exact.Terms) <= Room;

    /// <summary>What was found, and what float64 gives in its place.</summary>
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
