using SupTickets.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace SupTickets.Training;

/// <summary>Mean gradients of a loss, for topologies that score connections before training.</summary>
internal static class MeanGradients
{
    /// <summary>
    /// Leaves in the parameters the mean of the gradients that so many values of <paramref name="loss"/> have; nothing else changes.
    /// </summary>
    internal static void Of(SparseNetwork network, int batches, Func<Tensor> loss)
    {
        using ParameterSet parameters = new(network);
        NetworkState before = network.Snapshot();
        network.train();
        parameters.ClearGradients();
        for (int batch = 0; batch < batches; batch++) StepRunner.Backward(loss);
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using Scalar count = batches.ToScalar();
        foreach (TrainableParameter trainable in parameters.All()) trainable.Parameter.grad?.div_(count);
        RestoreBuffers(network, before);
    }

    // Only the batch-norm buffers changed; a full restore would drop the gradients that were asked for.
    private static void RestoreBuffers(SparseNetwork network, NetworkState before)
    {
        Dictionary<string, StateTensor> saved = before.Tensors.ToDictionary(tensor => tensor.Name);
        foreach ((string name, Tensor buffer) in network.Module.named_buffers()) saved[name].CopyTo(buffer);
    }
}
