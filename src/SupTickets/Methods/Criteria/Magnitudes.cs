using SupTickets.Topology;

namespace SupTickets.Methods;

/// <summary>|w| of a weight's connections, on the host.</summary>
internal static class Magnitudes
{
    internal static float[] Of(SparseWeight weight)
    {
        float[] values = weight.ValuesOnHost();
        foreach (ref float value in values.AsSpan()) value = MathF.Abs(value);
        return values;
    }
}
