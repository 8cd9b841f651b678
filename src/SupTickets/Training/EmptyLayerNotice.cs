namespace SupTickets.Training;

/// <summary>The words about layers without a connection.</summary>
internal static class EmptyLayerNotice
{
    private const string Remedy =
        "lower topology.sparsity, name the layer in topology.keepDense, or take a method that leaves every layer its share, such as rigl";

    /// <summary>The message on layers without a connection, given by name; null if there are none.</summary>
    public static string? Of(IReadOnlyList<string> empty) => empty.Count switch
    {
        0 => null,
        1 => $"layer '{empty[0]}' has no connection, so that nothing passes through it: {Remedy}",
        _ => $"layers {string.Join(", ", empty.Select(name => $"'{name}'"))} have no connection, so that nothing passes through them: "
            + $"{Remedy}",
    };
}
