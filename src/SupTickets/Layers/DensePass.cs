namespace SupTickets.Layers;

/// <summary>
/// A pass of a network that computes densely. Within it a layer computes, though another network that holds the same layer computes with
/// the sparse engine alone.
/// </summary>
internal readonly ref struct DensePass : IDisposable
{
    [ThreadStatic]
    private static int depth;

    /// <summary>Whether such a pass is under way on this thread.</summary>
    public static bool IsRunning => depth > 0;

    /// <summary>Begins one; it ends when this is disposed.</summary>
    public static DensePass Begin()
    {
        depth++;
        return default;
    }

    /// <inheritdoc/>
    public void Dispose() => depth--;
}
