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
    /// <summary>Whether all gradients are finite when the same engine computes them again; null if the recorded passes are gone.</summary>
    public bool? BySame() => Repeat(scale: 1);

    /// <summary>
    /// Whether all gradients are finite when the same engine computes them with ∂L/∂scores scaled by 2⁻⁶⁴; null if the recorded passes
    /// are gone. Gradients are linear in ∂L/∂scores, so every intermediate number becomes smaller by that factor and is otherwise the
    /// same. If all are finite now, the numbers had grown too large, in an intermediate sum or in the end.
    /// </summary>
    public bool? BySameScaledDown() => Repeat(scale: Math.ScaleB(1, -64));

    /// <summary>
    /// Whether all gradients are finite when the other engine computes them; null if no other engine can compute this network.
    /// </summary>
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
