using SupTickets.Data;
using SupTickets.Layers;
using SupTickets.Methods;
using SupTickets.Values;
using TorchSharp;
using static TorchSharp.torch;

namespace SupTickets.Training;

/// <summary>Gradients of the training loss on augmented training batches, for topologies that score connections before training.</summary>
/// <param name="data">The training part.</param>
/// <param name="seed">The branch that orders and augments the batches.</param>
/// <param name="augment">Whether images are augmented.</param>
/// <param name="flops">Where their cost is added; the network has been measured (<see cref="SparseNetwork.Measure"/>).</param>
public sealed class LossGradients(IImageDataset data, Seed seed, bool augment, FlopMeter flops) : IGradientSource
{
    /// <inheritdoc/>
    public void Accumulate(SparseNetwork network, int batches, int batchSize)
    {
        ClassificationLoss loss = new(network, data.Shape, labelSmoothing: 0);
        BatchLoader loader = new(data, Math.Min(batchSize, data.Count), seed, new() { Augment = augment });
        using IEnumerator<Batch> next = Enumerable.Range(0, int.MaxValue).SelectMany(epoch => loader.Epoch(epoch)).GetEnumerator();
        Mean(network, batches, () =>
        {
            next.MoveNext();
            flops.AddGradient(network, next.Current.Count);
            return loss.Of(next.Current);
        });
    }

    /// <summary>Leaves in the parameters the mean of the gradients that so many values of <paramref name="loss"/> have; nothing else changes.</summary>
    internal static void Mean(SparseNetwork network, int batches, Func<Tensor> loss)
    {
        using Trainables trainables = new(network);
        NetworkState before = network.Snapshot();
        network.Train();
        trainables.ClearGradients();
        for (int batch = 0; batch < batches; batch++) StepRunner.Backward(loss);
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using Scalar count = batches.ToScalar();
        foreach (Trainable trainable in trainables.All()) trainable.Parameter.grad?.div_(count);
        RestoreBuffers(network, before);
    }

    // Only the batch-norm buffers changed; a full restore would drop the gradients that were asked for.
    private static void RestoreBuffers(SparseNetwork network, NetworkState before)
    {
        Dictionary<string, StateTensor> saved = before.Tensors.ToDictionary(tensor => tensor.Name);
        foreach ((string name, Tensor buffer) in network.Module.named_buffers()) saved[name].CopyTo(buffer);
    }
}
