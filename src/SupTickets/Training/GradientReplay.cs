using SupTickets.Layers;
using SupTickets.LibTorch;
using SupTickets.Topology;
using static TorchSharp.torch;

namespace SupTickets.Training;

/// <summary>
/// Computes the gradients of a failed step once more. Parameters and running statistics stay; gradients are forgotten afterwards.
/// </summary>
/// <param name="network">The network.</param>
/// <param name="passes">Its passes in that step.</param>
internal sealed class GradientReplay(SparseNetwork network, PassRecord passes)
{
    /// <summary>Whether all gradients are finite by the engine in use; null where the passes are gone.</summary>
    public bool? BySame() => Repeat();

    /// <summary>Whether all are finite by the other engine; null where there is none that can compute this network.</summary>
    public bool? ByOther()
    {
        if (passes.Images is not { } images) return null;
        Engine wanted = network.Engine;
        try
        {
            network.Engine = network.ProgramFor(images[0]) is null ? Engine.Sparse : Engine.Dense;
            return Repeat();
        }
        catch (Exception refusal) when (refusal is NotSupportedException or LibTorchException)
        {
            return null;
        }
        finally
        {
            network.Engine = wanted;
        }
    }

    private bool? Repeat()
    {
        if (passes.Replay() is not { } replay) return null;
        using var scope = NewDisposeScope();
        (Tensor Buffer, Tensor Before)[] buffers =
            [.. network.Module.named_buffers().Select(named => (named.buffer, named.buffer.clone()))];
        foreach (SparseLayer layer in network.Layers) layer.Weight.ReleaseDenseGradient();
        try
        {
            Forget();
            foreach ((Tensor images, Tensor ofScores) in replay)
            {
                Tensor scores = network.Forward(images);
                Layers.Blocked.BackwardFailure.Surface(() => scores.backward([ofScores]));
            }

            return network.Module.parameters().Select(parameter => parameter.grad).OfType<Tensor>().All(FiniteNumbers.AreAll);
        }
        finally
        {
            Forget();
            using var quiet = no_grad();
            foreach ((Tensor buffer, Tensor before) in buffers) buffer.copy_(before);
        }
    }

    private void Forget()
    {
        foreach (TorchSharp.Modules.Parameter parameter in network.Module.parameters()) parameter.grad = null;
    }
}
