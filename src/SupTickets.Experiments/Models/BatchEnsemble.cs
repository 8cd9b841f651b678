using SupTickets.Layers;
using static TorchSharp.torch;

namespace SupTickets.Experiments.Models;

/// <summary>
/// BatchEnsemble (Wen et al., 2020): the members share every weight and differ in two vectors a layer (<see cref="FastWeights"/>); a batch
/// is repeated for each of them. Batch norm and biases are shared. Names are those of the model it is made of, and <c>LAYER.fast.r</c> and
/// <c>LAYER.fast.s</c>.
/// </summary>
internal sealed class BatchEnsemble : MemberModel
{
    private readonly Func<Tensor, Tensor> shared;

    /// <summary>Makes <paramref name="model"/> an ensemble, which owns it from now on.</summary>
    /// <param name="members">How many members, M.</param>
    /// <param name="rateFactor">Factor on the learning rate of the vectors.</param>
    /// <param name="model">A sequence of named parts.</param>
    public BatchEnsemble(int members, double rateFactor, nn.Module<Tensor, Tensor> model)
        : base(nameof(BatchEnsemble), members)
    {
        // The parts one by one, so that they keep their names.
        foreach ((string part, nn.Module<Tensor, Tensor> module) in PartsOf(model)) register_module(part, module);
        shared = model.call;
        foreach (SparseLayerModule layer in model.modules().OfType<SparseLayerModule>()) layer.AddMembers(members, rateFactor);
    }

    /// <inheritdoc/>
    public override Tensor HeadScores(Tensor images) => shared(cat([.. Enumerable.Repeat(images, Members)]));
}
