using SupTickets.Kernels.Layout;

namespace SupTickets.SparseEngine;

/// <summary>
/// Places in one piece of memory for contents that live for a part of a pass only: two that live at the same moment do not overlap. The
/// task is known as dynamic storage allocation and is NP-hard. Here the contents take, one after another, the lowest place that is free for
/// as long as they live, in a few orders of which the best is taken; the largest first is the order that most often wins.
/// </summary>
internal static class MemoryLayout
{
    private static readonly Func<Lifetime, (long, long)>[] Orders =
    [
        lifetime => (-lifetime.Length, lifetime.First - lifetime.Last),
        lifetime => (-lifetime.Length, lifetime.First),
        lifetime => (lifetime.First - lifetime.Last, -lifetime.Length),
        lifetime => (-lifetime.Length * (lifetime.Last - lifetime.First + 1), lifetime.First),
        lifetime => (lifetime.First, -lifetime.Length),
    ];

    /// <summary>Where each of the contents lies, in floats from the start: a whole cache line; and how much memory they take.</summary>
    public static (nint[] Offsets, nint Length) Of(IReadOnlyList<Lifetime> lifetimes)
    {
        nint least = Peak(lifetimes);
        (nint[] Offsets, nint Length) best = ([], nint.MaxValue);
        foreach (Func<Lifetime, (long, long)> order in Orders)
        {
            (nint[] Offsets, nint Length) next = Placed(lifetimes, order);
            if (next.Length < best.Length) best = next;
            if (best.Length == least) break;
        }

        return best;
    }

    /// <summary>The most floats that live at one moment: no placing takes less.</summary>
    public static nint Peak(IReadOnlyList<Lifetime> lifetimes) => Profile(lifetimes).DefaultIfEmpty().Max();

    /// <summary>How many floats live at each moment.</summary>
    public static nint[] Profile(IReadOnlyList<Lifetime> lifetimes)
    {
        nint[] profile = new nint[lifetimes.Select(lifetime => lifetime.Last + 2).DefaultIfEmpty().Max()];
        foreach (Lifetime lifetime in lifetimes)
        {
            profile[lifetime.First] += Rounded(lifetime.Length);
            profile[lifetime.Last + 1] -= Rounded(lifetime.Length);
        }

        for (int moment = 1; moment < profile.Length; moment++) profile[moment] += profile[moment - 1];
        return profile;
    }

    private static nint Rounded(nint length) => (length + BlockedShape.Lanes - 1) / BlockedShape.Lanes * BlockedShape.Lanes;

    private static (nint[] Offsets, nint Length) Placed(IReadOnlyList<Lifetime> lifetimes, Func<Lifetime, (long, long)> order)
    {
        nint[] offsets = new nint[lifetimes.Count];
        // By offset, so that the free places between them show in one walk.
        List<int> placed = [];
        nint length = 0;
        foreach (int next in Enumerable.Range(0, lifetimes.Count).OrderBy(index => order(lifetimes[index])))
        {
            nint size = Rounded(lifetimes[next].Length), offset = 0;
            foreach (int other in placed)
            {
                if (!lifetimes[other].Meets(lifetimes[next])) continue;
                if (offsets[other] - offset >= size) break;
                offset = nint.Max(offset, offsets[other] + Rounded(lifetimes[other].Length));
            }

            offsets[next] = offset;
            length = nint.Max(length, offset + size);
            int after = placed.FindIndex(other => offsets[other] > offset);
            placed.Insert(after < 0 ? placed.Count : after, next);
        }

        return (offsets, length);
    }
}
