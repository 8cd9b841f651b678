namespace SupTickets.Methods;

/// <summary>How many connections each layer regrows in SNFS.</summary>
internal static class Regrowth
{
    private const decimal Fullest = 0.99m;
    private const int Sweeps = 1000;

    /// <summary>
    /// Shares × total, at most ⌊0.99 · room⌋ in a layer; the excess is spread equally over all layers, repeatedly (official code).
    /// The official code rounds every layer up and corrects the surplus in later updates. Here the sum is <paramref name="total"/> at once:
    /// rounded down, then one more for layers that would get nothing of their share, then by the largest remainder. If 0.99 of all room is
    /// too little, the last hundredth is used too.
    /// </summary>
    /// <param name="shares">Not negative, of sum 1.</param>
    /// <param name="total">To regrow in all, no more than the room of all layers.</param>
    /// <param name="room">Positions free in each layer.</param>
    internal static int[] Of(double[] shares, int total, int[] room)
    {
        double[] amounts = Spread(shares, total, room);
        int[] counts = [.. amounts.Select(amount => (int)amount)];
        int left = total - counts.Sum();
        int[] order =
        [
            .. Enumerable.Range(0, counts.Length)
                .OrderByDescending(layer => counts[layer] == 0 && amounts[layer] > 0)
                .ThenByDescending(layer => amounts[layer] - counts[layer]),
        ];
        while (left != 0)
        {
            int before = left;
            foreach (int layer in left > 0 ? order : order.Reverse())
            {
                int change = Math.Sign(left);
                if (left == 0 || counts[layer] + change < 0 || counts[layer] + change > room[layer]) continue;
                counts[layer] += change;
                left -= change;
            }

            if (left == before) throw new ArgumentOutOfRangeException(nameof(total), total, $"the layers have room for {room.Sum()}");
        }

        return counts;
    }

    private static double[] Spread(double[] shares, int total, int[] room)
    {
        double[] amounts = [.. shares.Select(share => share * total)];
        double residual = total;
        for (int sweep = 0; sweep < Sweeps && residual > 0; sweep++)
        {
            double each = sweep == 0 ? 0 : residual / amounts.Length;
            residual = 0;
            for (int layer = 0; layer < amounts.Length; layer++)
            {
                double wanted = amounts[layer] + each;
                amounts[layer] = Math.Min(wanted, (int)(Fullest * room[layer]));
                residual += wanted - amounts[layer];
            }
        }

        return amounts;
    }
}
