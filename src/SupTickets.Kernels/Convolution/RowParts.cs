namespace SupTickets.Kernels.Convolution;

/// <summary>Parts of a pattern's rows that threads prepare side by side: few where there are few connections.</summary>
internal static class RowParts
{
    private const int ConnectionsPerPart = 8192, Most = 16;

    /// <summary>How many parts.</summary>
    public static int Of(int rows, int connections) => Math.Clamp(connections / ConnectionsPerPart, 1, Math.Min(Most, rows));

    /// <summary>The first row of a part, and the one after its last.</summary>
    public static (int First, int End) Part(int rows, int connections, int part)
    {
        long parts = Of(rows, connections);
        return ((int)(rows * part / parts), (int)(rows * (part + 1L) / parts));
    }
}
