using SupTickets.Networks;


namespace SupTickets.Tickets;

/// <summary>A trained sparse network, cheap or superposed, as a ticket file stores it.</summary>
/// <param name="State">Its connections, values and dense parameters.</param>
/// <param name="Description">What one must know to use the weights.</param>
public sealed record Ticket(NetworkState State, TicketDescription Description)
{
    /// <summary>Connections ÷ positions of all sparse layers together, in (0, 1].</summary>
    public double Density => (double)State.Connections / State.Positions;
}
