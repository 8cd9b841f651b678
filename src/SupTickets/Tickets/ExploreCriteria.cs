namespace SupTickets.Tickets;

/// <summary>What one exploration drops and grows. A null criterion means the method's own.</summary>
public sealed record ExploreCriteria
{
    /// <summary>Which connections go; a name as in <c>method.drop</c>.</summary>
    public string? Drop { get; init; }

    /// <summary>Which connections come; a name as in <c>method.grow</c>.</summary>
    public string? Grow { get; init; }
}
