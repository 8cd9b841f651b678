using SupTickets.Layers;
using SupTickets.SparseEngine;
using SupTickets.Topology;
using static TorchSharp.torch;

namespace SupTickets.Networks;

/// <summary>
/// Computes a mini-batch once more, without gradients, and examines the output of every layer. For diagnosis; the network does not change.
/// </summary>
internal static class ForwardProbe
{
    /// <summary>The first layer, in the order of computing, that writes numbers that are not finite; null where none does.</summary>
    public static Breakdown? Find(SparseNetwork network, Tensor images)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        (Tensor Buffer, Tensor Before)[] buffers =
            [.. network.Module.named_buffers().Select(named => (named.buffer, named.buffer.clone()))];
        try
        {
            return network.ProgramFor(images) is { } program ? Follow(network, program, images) : Follow(network, images);
        }
        finally
        {
            // Batch norm has updated its running statistics by this mini-batch; they are restored.
            foreach ((Tensor buffer, Tensor before) in buffers) buffer.copy_(before);
        }
    }

    private static Breakdown? Follow(SparseNetwork network, Program program, Tensor images)
    {
        (string Name, nn.Module Module)[] modules = [.. network.Modules()];
        Breakdown? found = null;
        string last = string.Empty;
        program.Watch(images.contiguous(), (operation, read, written) =>
        {
            if (operation.Module is { } module) last = NameOf(module);
            if (found is not null || FiniteNumbers.AreAll(written)) return;
            Tensor worst = read.FirstOrDefault(input => !FiniteNumbers.AreAll(input)) ?? read[0];
            Engine engine = operation.IsDense ? Engine.Dense : Engine.Sparse;
            DoubleReference.Magnitudes? exact = operation.IsFused ? null : InDouble(operation.Module, Flat(operation.Module, worst));
            string kind = operation.Module?.GetName() ?? operation.Kind;
            found = new(last, kind, engine, NumberCensus.Of(worst), NumberCensus.Of(written), exact);
        });
        return found;

        // A module that adds an operation need not be a child of the network's.
        string NameOf(nn.Module module) =>
            modules.FirstOrDefault(named => ReferenceEquals(named.Module, module)).Name ?? module.GetName();
    }

    // A linear layer reads features, [N, F]; in memory they have this order already.
    private static Tensor Flat(nn.Module? module, Tensor read) => module is SparseLinear ? read.flatten(1) : read;

    private static Breakdown? Follow(SparseNetwork network, Tensor images)
    {
        Breakdown? found = null;
        List<Action> remove = [];
        try
        {
            foreach ((string name, nn.Module module) in network.Modules())
            {
                if (module is not nn.Module<Tensor, Tensor> watched) continue;
                remove.Add(watched.register_forward_hook((_, read, written) =>
                {
                    if (found is not null || FiniteNumbers.AreAll(written)) return null!;
                    found = new(
                        name, module.GetName(), Engine.Dense, NumberCensus.Of(read), NumberCensus.Of(written), InDouble(module, read));
                    return null!;
                }).remove);
            }

            using DensePass pass = DensePass.Begin();
            network.Module.call(images);
            return found;
        }
        finally
        {
            foreach (Action action in remove) action();
        }
    }

    private static DoubleReference.Magnitudes? InDouble(nn.Module? module, Tensor? read) =>
        module is null || read is null ? null : DoubleReference.Of(module, read);
}
