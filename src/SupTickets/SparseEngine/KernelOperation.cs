namespace SupTickets.SparseEngine;

/// <summary>An operation by kernels of ours, whose gradients are 0 in lanes without a sample.</summary>
internal abstract class KernelOperation : Operation
{
    internal sealed override bool KeepsPadding => true;
}
