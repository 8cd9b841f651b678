namespace SupTickets.Methods;

/// <summary>The criteria of one exploration. A null criterion means the method's own.</summary>
/// <param name="Drop">Which connections are dropped.</param>
/// <param name="Grow">Which connections are grown.</param>
public sealed record ExploreCriteria(IDropCriterion? Drop, IGrowCriterion? Grow)
{
    /// <summary>The exploration <paramref name="own"/> with these criteria.</summary>
    /// <exception cref="ArgumentException"><paramref name="own"/> is not made of two criteria, and only one is given.</exception>
    internal ITopologyUpdate Instead(ITopologyUpdate own) => (own, Drop, Grow) switch
    {
        (_, null, null) => own,
        (_, { } going, { } coming) => new DropAndGrowUpdate(going, coming),
        (DropAndGrowUpdate pair, _, _) => new DropAndGrowUpdate(Drop ?? pair.Drop, Grow ?? pair.Grow),
        _ => throw new ArgumentException(
            "a method that does not drop and grow by two criteria takes both from elsewhere or none", nameof(own)),
    };
}
