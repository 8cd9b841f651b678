namespace SupTickets.SparseEngine;

/// <summary>What memory must hold from one moment of a pass to another.</summary>
/// <param name="Length">Floats, above 0.</param>
/// <param name="First">The moment in which it is written for the first time.</param>
/// <param name="Last">The moment in which it is read for the last time, not before <paramref name="First"/>.</param>
internal readonly record struct Lifetime(nint Length, int First, int Last)
{
    /// <summary>Whether both live at some moment.</summary>
    public bool Meets(Lifetime other) => First <= other.Last && other.First <= Last;
}
