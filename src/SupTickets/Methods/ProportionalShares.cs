using SupTickets.Values;

namespace SupTickets.Methods;

/// <summary>Shares a number of connections among layers in proportion, as DSR does (Mostafa and Wang, 2019).</summary>
internal static class ProportionalShares
{
    /// <summary>
    /// Gives each layer ⌊total · weight ÷ Σ weight⌋ and the rest of the rounding to a random layer. What finds no room in its layer is
    /// shared in the same way among the layers that have room. If no layer with room has a weight, all of them weigh the same.
    /// </summary>
    /// <returns>The shares; their sum is <paramref name="total"/>, or all the room if that is less.</returns>
    internal static long[] Of(long total, long[] weights, long[] room, RandomStream random)
    {
        long[] shares = new long[weights.Length];
        while (total > 0)
        {
            int[] open = [.. Enumerable.Range(0, shares.Length).Where(layer => shares[layer] < room[layer])];
            if (open.Length == 0) break;
            long whole = open.Sum(layer => weights[layer]);
            long[] offers = [.. open.Select(layer => whole == 0 ? total / open.Length : (long)((decimal)total * weights[layer] / whole))];
            long over = total - offers.Sum();
            if (over > 0) offers[random.NextInt(open.Length)] += over;
            foreach ((int layer, long offer) in open.Zip(offers))
            {
                long taken = Math.Min(offer, room[layer] - shares[layer]);
                shares[layer] += taken;
                total -= taken;
            }
        }

        return shares;
    }
}
