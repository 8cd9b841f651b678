namespace SupTickets.Methods;

/// <summary>
/// Every ΔT steps drops connections by one criterion and grows as many in the same layer by another; any two will do, one's own too.
/// </summary>
public record DropAndGrow : CriteriaMethod
{
    /// <summary>The method of these two criteria.</summary>
    /// <param name="drop">Which connections go.</param>
    /// <param name="grow">Which come.</param>
    public DropAndGrow(IDropCriterion drop, IGrowCriterion grow)
        : base(drop, grow)
    {
    }

    /// <inheritdoc/>
    public override string Name => "drop-and-grow";

    /// <inheritdoc/>
    public override SparseMethod In(MethodContext run) => Moving(run, Pair);
}
