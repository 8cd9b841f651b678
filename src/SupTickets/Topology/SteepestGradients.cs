using static TorchSharp.torch;

namespace SupTickets.Topology;

/// <summary>
/// What growth by gradients needs of a dense gradient: |∂L/∂w| at every connection, since it may be dropped before others grow, and at as
/// many absent positions as there are connections, the steepest. No layer grows more at a time. They take memory as the connections do,
/// not as the positions.
/// </summary>
internal sealed class SteepestGradients
{
    private readonly Connectivity connected;
    private readonly float[] atConnections;
    private readonly int[] absent;
    private readonly float[] atAbsent;

    private SteepestGradients(Connectivity connected, float[] atConnections, int[] absent, float[] atAbsent) =>
        (this.connected, this.atConnections, this.absent, this.atAbsent) = (connected, atConnections, absent, atAbsent);

    /// <summary>Those of a dense gradient.</summary>
    /// <param name="gradient">[positions], finite, contiguous on the host.</param>
    /// <param name="connected">The connections that it was computed with.</param>
    public static SteepestGradients Of(Tensor gradient, Connectivity connected)
    {
        Span<float> numbers = HostFloats.Of(gradient);
        foreach (ref float number in numbers) number = MathF.Abs(number);
        float[] atConnections = new float[connected.Count];
        ReadOnlySpan<int> positions = connected.Positions;
        for (int i = 0; i < positions.Length; i++)
        {
            atConnections[i] = numbers[positions[i]];
            // Below every gradient, so that it is never among the steepest.
            numbers[positions[i]] = -1;
        }

        int[] absent = Selection.Largest(numbers, Math.Min(connected.Count, connected.Total - connected.Count));
        float[] atAbsent = new float[absent.Length];
        for (int i = 0; i < absent.Length; i++) atAbsent[i] = numbers[absent[i]];
        return new(connected, atConnections, absent, atAbsent);
    }

    /// <summary>
    /// The <paramref name="count"/> positions, ascending, without a connection in <paramref name="kept"/> whose gradients are steepest;
    /// the lower position wins a tie.
    /// </summary>
    /// <exception cref="InvalidOperationException">They are more than are known.</exception>
    public int[] Choose(Connectivity kept, int count)
    {
        int[] candidates = new int[absent.Length + atConnections.Length];
        float[] steepness = new float[candidates.Length];
        int found = 0, free = Collect(absent, atAbsent);
        if (absent.Length == connected.Total - connected.Count) free = int.MaxValue;
        Collect(connected.Positions, atConnections);
        if (count > free || count > found)
        {
            throw new InvalidOperationException(
                $"{count} positions are to grow by their gradients, and of a weight of {connected.Count} connections only the "
                + $"{Math.Min(free, found)} steepest are known");
        }

        candidates.AsSpan(0, found).Sort(steepness.AsSpan(0, found));
        int[] chosen = Selection.Largest(steepness.AsSpan(0, found), count);
        foreach (ref int index in chosen.AsSpan()) index = candidates[index];
        return chosen;

        // Those without a connection now, and how many they are.
        int Collect(ReadOnlySpan<int> at, float[] gradients)
        {
            ReadOnlySpan<int> taken = kept.Positions;
            int before = found;
            for (int i = 0, j = 0; i < at.Length; i++)
            {
                while (j < taken.Length && taken[j] < at[i]) j++;
                if (j < taken.Length && taken[j] == at[i]) continue;
                candidates[found] = at[i];
                steepness[found++] = gradients[i];
            }

            return found - before;
        }
    }
}
