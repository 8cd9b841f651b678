namespace SupTickets.Tickets;

/// <summary>Whether the network at the end of the normal phase is averaged in.</summary>
public enum TicketZero
{
    /// <summary>No: the paper averages the tickets of the cycles only.</summary>
    Excluded,

    /// <summary>Yes: the official code averages it in as an extra ticket.</summary>
    Included,
}
