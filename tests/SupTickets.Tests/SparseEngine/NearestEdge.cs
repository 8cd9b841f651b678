using SupTickets.Layers;
using SupTickets.Networks;
using static TorchSharp.torch;

namespace SupTickets.Tests.SparseEngine;

/// <summary>
/// How close a pass comes to where the network is not differentiable: a ReLU at zero, or a pooling window whose two largest numbers are
/// equal. There two correct engines may take different sides by rounding, and then their gradients differ by far more than that.
/// </summary>
internal static class NearestEdge
{
    /// <summary>The smallest distance of all gates of the dense engine, in root mean squares of what the layer reads.</summary>
    public static double Of(SparseNetwork network, Tensor images)
    {
        using var quiet = no_grad();
        double nearest = double.PositiveInfinity;
        List<Action> remove = [];
        void Watch<T>(Func<T, Tensor, Tensor> distances)
            where T : nn.Module<Tensor, Tensor>
        {
            foreach (T module in network.Modules().Select(named => named.Module).OfType<T>())
            {
                var hook = module.register_forward_pre_hook((_, input) =>
                {
                    using var scope = NewDisposeScope();
                    Tensor distance = distances(module, input);
                    // A dead channel is at its edge throughout, in both engines alike.
                    double least = distance.where(distance.to_type(ScalarType.Bool), tensor(float.PositiveInfinity)).min().item<float>();
                    nearest = Math.Min(nearest, least / Math.Sqrt(input.mul(input).mean().item<float>()));
                    return null!;
                });
                remove.Add(hook.remove);
            }
        }

        Watch<Relu>((_, input) => input.abs());
        Watch<MaxPool>((_, input) => GapBetweenTheTwoLargest(input));
        network.call(images);
        foreach (Action action in remove) action();
        return nearest;
    }

    // All poolings of the models that gradients are compared for have windows of 2 × 2 that do not overlap.
    private static Tensor GapBetweenTheTwoLargest(Tensor input)
    {
        Tensor largest = nn.functional.unfold(input, 2, stride: 2).view(input.shape[0], input.shape[1], 4, -1).topk(2, 2).values;
        return largest.select(2, 0) - largest.select(2, 1);
    }
}
