using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.Layers;

/// <summary>
/// A pass that finds how a single image uses the layers of a network. While it runs, layers with a sparse weight compute nothing and return
/// zeros of their output's shape. It costs a thousandth of a real pass, and layers need no values.
/// </summary>
internal sealed class Measurement
{
    [ThreadStatic]
    private static Measurement? current;

    private readonly Dictionary<SparseLayerModule, LayerUse> uses = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<BatchNorm, long> least = new(ReferenceEqualityComparer.Instance);

    private Measurement()
    {
    }

    /// <summary>The measurement that runs on this thread; null if none does.</summary>
    public static Measurement? Current => current;

    /// <summary>Passes an image of zeros through a module, in its present mode.</summary>
    /// <param name="module">[1, C, H, W] → anything.</param>
    /// <param name="image">[C, H, W].</param>
    /// <param name="device">Where the module's parameters live.</param>
    /// <exception cref="ArgumentException">The image does not fit a layer, or makes too many numbers in one.</exception>
    public static Measurement Of(nn.Module<Tensor, Tensor> module, ImageShape image, Device device)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        Measurement? outer = current;
        Measurement measurement = new();
        current = measurement;
        try
        {
            module.call(zeros(1, image.Channels, image.Height, image.Width, device: device));
            return measurement;
        }
        finally
        {
            current = outer;
        }
    }

    /// <summary>How the pass used a layer.</summary>
    public LayerUse this[SparseLayerModule layer] => uses.GetValueOrDefault(layer, LayerUse.None);

    /// <summary>The fewest numbers, H·W, that a batch norm got in a channel; null if it was not called.</summary>
    public long? LeastValues(BatchNorm norm) => least.TryGetValue(norm, out long values) ? values : null;

    /// <summary>Records a use of a layer, and returns zeros of its output's sizes.</summary>
    public Tensor Use(SparseLayerModule layer, Tensor input, long[] outputSizes)
    {
        decimal numbers = outputSizes.Aggregate(1m, (product, size) => product * size);
        if (numbers > Limit.BatchNumbers.Most)
        {
            throw new ArgumentException(
                $"one image makes {numbers} numbers in the {layer.GetName()} layer {layer.Weight.Shape}; allowed: "
                + $"{Limit.BatchNumbers.Allowed}");
        }

        uses[layer] = new(this[layer].PerSample + (long)numbers / layer.Weight.Shape.Outputs, input.shape[1..]);
        return zeros(outputSizes, device: input.device);
    }

    /// <summary>Records how many numbers of each channel a batch norm got.</summary>
    public void Saw(BatchNorm norm, long values) => least[norm] = Math.Min(LeastValues(norm) ?? long.MaxValue, values);
}
