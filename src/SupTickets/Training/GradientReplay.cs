using SupTickets.Layers;
using SupTickets.LibTorch;
using SupTickets.Networks;
using SupTickets.Topology;
using TorchSharp;
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
    public bool? BySame() => Repeat(scale: 1);

    /// <summary>
    /// Whether all are finite by the engine in use where ∂L/∂scores is 2⁻⁶⁴ of what it was; null where the passes are gone. Gradients are
    /// linear in it, so all numbers on the way become smaller by that and are otherwise the same: what is finite then had grown too large,
    /// in a sum on the way or in the end.
    /// </summary>
    public bool? BySameScaledDown() => Repeat(scale: Math.ScaleB(1, -64));

    /// <summary>Whether all are finite by the other engine; null where there is none that can compute this network.</summary>
    public bool? ByOther()
    {
        if (passes.Images is not { } images) return null;
        Engine wanted = network.Engine;
        try
        {
            network.Engine = network.ProgramFor(images[0]) is null ? Engine.Sparse : Engine.Dense;
            return Repeat(scale: 1);
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

    private bool? Repeat(double scale)
    {
        if (passes.Replay() is not { } replay) return null;
        using var scope = NewDisposeScope();
        using Scalar factor = scale.ToScalar();
        (Tensor Buffer, Tensor Before)[] buffers =
            [.. network.Module.named_buffers().Select(named => (named.buffer, named.buffer.clone()))];
        foreach (SparseLayer layer in network.Layers) layer.Weight.ReleaseDenseGradient();
        try
        {
            Forget();
            foreach ((Tensor images, Tensor ofScores) in replay)
            {
                Tensor scores = network.call(images);
                SparseEngine.BackwardFailure.Surface(() => scores.backward([scale == 1 ? ofScores : ofScores.mul(factor)]));
            }

            return FiniteNumbers.AreAll(network.Module.parameters().Select(parameter => parameter.grad).OfType<Tensor>());
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
