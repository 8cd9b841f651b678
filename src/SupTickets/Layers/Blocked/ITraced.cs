namespace SupTickets.Layers.Blocked;

/// <summary>
/// A building block that knows what it is in the blocked form: it writes itself down where a tracer is set, and computes nothing.
/// </summary>
internal interface ITraced
{
    /// <summary>Set while a network is being traced.</summary>
    Tracer? Tracer { get; set; }
}
