namespace SupTickets.Methods;

/// <summary>
/// Every ΔT steps drops connections by one criterion and grows as many in the same layer by another. Both can be the library's or your own.
/// </summary>
public record DropAndGrow : CriteriaMethod
{
    /// <summary>The method of these two criteria.</summary>
    /// <param name="drop">Which connections are dropped.</param>
    /// <param name="grow">Which connections are grown.</param>
    public DropAndGrow(IDropCriterion drop, IGrowCriterion grow)
        : base(drop, grow)
    {
    }

    /// <inheritdoc/>
    public override string Name => "drop-and-grow";

    /// <inheritdoc/>
    public override SparseMethod In(MethodContext run) => Moving(run, Pair);
}
