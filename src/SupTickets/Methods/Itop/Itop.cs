namespace SupTickets.Methods;

/// <summary>ITOP (Liu et al., 2021): drops the smallest weights, grows at random where no connection has been.</summary>
public sealed record Itop() : DropAndGrow(new MagnitudeDrop(), new RandomUnfiredGrowth())
{
    /// <inheritdoc/>
    public override string Name => "itop";
}
