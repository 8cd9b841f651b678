using SupTickets.Networks;


namespace SupTickets.Tickets;

/// <summary>
/// The straight line between two states of one network (Frankle et al., 2020): every parameter and batch-norm statistic moves from one
/// value to the other.
/// </summary>
internal static class StateLine
{
    /// <summary>
    /// (1 − <paramref name="share"/>)·<paramref name="from"/> + <paramref name="share"/>·<paramref name="to"/>. It has a connection
    /// wherever either state has one; a missing one counts as zero. At the ends it is the state itself, without the other's positions.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The share is not in [0, 1].</exception>
    public static NetworkState At(NetworkState from, NetworkState to, double share)
    {
        if (share is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(share), share, "a share of a line lies in [0, 1]");
        return share switch
        {
            0 => from,
            1 => to,
            _ => StateMean.Towards(from, to, (float)share),
        };
    }
}
