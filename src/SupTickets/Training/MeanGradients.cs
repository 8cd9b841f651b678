using SupTickets.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace SupTickets.Training;

/// <summary>Mean gradients of a loss, for topologies that score connections before training.</summary>
internal static class MeanGradients
{
    /// <summary>
    /// Computes <paramref name="loss"/> that many times and leaves the mean of its gradients in the parameters. Nothing else changes.
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

    // Only batch-norm buffers changed. A full restore would also drop the gradients that were asked for.
    private static void RestoreBuffers(SparseNetwork network, NetworkState before)
    {
        Dictionary<string, StateTensor> saved = before.Tensors.ToDictionary(tensor => tensor.Name);
        foreach ((string name, Tensor buffer) in network.Module.named_buffers()) saved[name].CopyTo(buffer);
    }
}
