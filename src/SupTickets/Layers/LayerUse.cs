namespace SupTickets.Layers;

/// <summary>How one sample of a given size uses a layer.</summary>
/// <param name="PerSample">How often one connection is used, H·W of the output, summed where the layer is used more than once.</param>
/// <param name="InputSizes">Sizes of the last input, [C, H, W] or [features]; empty where the layer is not used.</param>
internal sealed record LayerUse(long PerSample, IReadOnlyList<long> InputSizes)
{
    /// <summary>Not used so far.</summary>
    public static LayerUse None { get; } = new(0, []);
}
