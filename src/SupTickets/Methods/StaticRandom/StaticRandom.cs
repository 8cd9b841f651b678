namespace SupTickets.Methods;

/// <summary>A random topology that stays as it is (Mocanu et al., 2018; Evci et al., 2020).</summary>
public sealed record StaticRandom : RestingMethod
{
    /// <inheritdoc/>
    public override string Name => "static";

    /// <inheritdoc/>
    public override SparseMethod In(MethodContext run) => Resting(run, run.Allocated);
}
