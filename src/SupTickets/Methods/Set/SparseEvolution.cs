namespace SupTickets.Methods;

/// <summary>SET, sparse evolutionary training (Mocanu et al., 2018): drops the smallest weights, grows at random.</summary>
public sealed record SparseEvolution() : DropAndGrow(new MagnitudeDrop(), new RandomGrowth())
{
    /// <inheritdoc/>
    public override string Name => "set";
}
