using System.Globalization;
using SupTickets.Topology;

namespace SupTickets.Layers;

/// <summary>Where a forward pass first wrote numbers that are not finite.</summary>
/// <param name="Layer">Name of the module in the network; of the last named one before it, where it has none.</param>
/// <param name="Kind">What it is, such as <c>SparseConv2d</c>.</param>
/// <param name="Engine">What computed it.</param>
/// <param name="Input">What it read.</param>
/// <param name="Output">What it wrote.</param>
/// <param name="InDouble">The largest magnitude that float64 gives for the same input and parameters; null where that is not known.</param>
internal sealed record Breakdown(string Layer, string Kind, Engine Engine, NumberCensus Input, NumberCensus Output, double? InDouble)
{
    /// <summary>
    /// Whether float64 says that float32 can hold the right numbers: then it is the computation that failed, not the network.
    /// </summary>
    public bool IsOfComputation => Input.IsFinite && InDouble <= float.MaxValue;

    /// <summary>What was seen, and what float64 says of it.</summary>
    public override string ToString()
    {
        string input = Input.IsFinite ? $"finite, up to {Shown(Input.Largest)}" : $"not: {Input.Finiteness}";
        string seen = $"output of '{Layer}' ({Kind}, {Engines.NameOf(Engine)} engine): {Output.Finiteness}; its input is {input}";
        if (InDouble is not { } exact) return seen;
        return IsOfComputation
            ? $"{seen}; float64 gives numbers up to {Shown(exact)}, which float32 can hold: the numbers came out wrong on this machine"
            : $"{seen}; float64 gives numbers up to {Shown(exact)}, beyond what float32 can hold";
    }

    private static string Shown(double number) => number.ToString("G4", CultureInfo.InvariantCulture);
}
