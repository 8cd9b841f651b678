using SupTickets.Networks;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace SupTickets.Tests.SparseEngine;

/// <summary>All that a forward and a backward pass give: the loss, every gradient, and every running statistic.</summary>
internal sealed class StepRecord
{
    private readonly Dictionary<string, (float[] Numbers, double Scale)> parts = [];

    private StepRecord()
    {
    }

    public double Loss => parts["loss"].Numbers[0];

    public IEnumerable<string> Names => parts.Keys;

    /// <summary>The numbers of one part.</summary>
    public float[] this[string name] => parts[name].Numbers;

    /// <summary>A pass of <paramref name="network"/> as it is, with the dense gradient of every layer captured.</summary>
    public static StepRecord Of(SparseNetwork network, Tensor images, Tensor labels) => Of(network, network.call, images, labels);

    /// <summary>The same by another way to compute the network's scores.</summary>
    public static StepRecord Of(SparseNetwork network, Func<Tensor, Tensor> forward, Tensor images, Tensor labels) =>
        Of(network, () => nn.functional.cross_entropy(forward(images), labels));

    /// <summary>The same for any loss.</summary>
    public static StepRecord Of(SparseNetwork network, Func<Tensor> loss)
    {
        using var scope = NewDisposeScope();
        foreach (Parameter parameter in network.Module.parameters()) parameter.grad = null;
        foreach (SparseLayer layer in network.Layers) layer.Weight.CaptureDenseGradient();
        Tensor value = loss();
        value.backward();
        StepRecord record = new();
        record.Add("loss", value.detach().view(1));
        foreach (SparseLayer layer in network.Layers) record.Add(layer);
        foreach ((string name, Parameter parameter) in network.DenseParameters().Where(named => !record.parts.ContainsKey(named.Name)))
            record.Add(name, GradientOf(parameter));
        foreach ((string name, Tensor buffer) in network.Module.named_buffers()) record.Add(name, buffer);
        return record;
    }

    /// <summary>The part in which another record is farthest off: ‖a − b‖ ÷ ‖a‖.</summary>
    public (string Name, double Apart) Farthest(StepRecord other)
    {
        Assert.Equal(parts.Keys, other.parts.Keys);
        return parts.Keys.Select(name => (name, Apart(parts[name], other.parts[name].Numbers))).MaxBy(part => part.Item2);
    }

    private static double Apart((float[] Numbers, double Scale) part, float[] other)
    {
        Assert.Equal(part.Numbers.Length, other.Length);
        double difference = Norm([.. part.Numbers.Zip(other, (a, b) => a - b)]);
        // What is not a number is as far off as can be, and what is zero must be.
        return difference == 0 ? 0 : difference / part.Scale is var apart && double.IsNaN(apart) ? double.PositiveInfinity : apart;
    }

    private static double Norm(float[] numbers) => Math.Sqrt(numbers.Sum(number => (double)number * number));

    private static Tensor GradientOf(Parameter parameter) => parameter.grad ?? zeros_like(parameter);

    // Before a batch norm the gradients of a bias, and of the only weight of a channel, are sums that cancel to zero. What rounding
    // leaves is small in comparison with the gradients at the layer's other positions.
    private void Add(SparseLayer layer)
    {
        string name = layer.WeightName;
        if (layer.Weight.Values.grad is null)
        {
            layer.Weight.ReleaseDenseGradient();
            return;
        }

        Tensor dense = layer.Weight.DenseGradient;
        double typical = Norm(dense.detach().contiguous().data<float>().ToArray()) / Math.Sqrt(dense.numel());
        Add(name, GradientOf(layer.Weight.Values), typical);
        Add($"{name} at all positions", dense);
        if (layer.Module.Bias is { } bias) Add(layer.Name.Length == 0 ? "bias" : $"{layer.Name}.bias", GradientOf(bias), typical);
        layer.Weight.ReleaseDenseGradient();
    }

    private void Add(string name, Tensor tensor, double typical = 0)
    {
        float[] numbers = tensor.detach().to(float32).contiguous().data<float>().ToArray();
        parts.Add(name, (numbers, Math.Max(Norm(numbers), typical * Math.Sqrt(numbers.Length))));
    }
}
