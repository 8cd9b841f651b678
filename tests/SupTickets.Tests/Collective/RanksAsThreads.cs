using SupTickets.Collective;

namespace SupTickets.Tests.Collective;

/// <summary>Ranks that are threads of this process.</summary>
internal sealed class RanksAsThreads(int ranks) : IDisposable
{
    private readonly Barrier barrier = new(ranks);
    private readonly float[][] given = new float[ranks][];

    /// <summary>Runs <paramref name="work"/> once for each rank, at the same time.</summary>
    /// <returns>What each gave, by rank.</returns>
    public T[] Run<T>(Func<ICollective, T> work)
    {
        Task<T>[] tasks = [.. Enumerable.Range(0, ranks).Select(rank =>
            Task.Factory.StartNew(() => work(new Member(this, rank)), TaskCreationOptions.LongRunning))];
        return Task.WhenAll(tasks).GetAwaiter().GetResult();
    }

    public void Dispose() => barrier.Dispose();

    private sealed class Member(RanksAsThreads all, int rank) : ICollective
    {
        public int Rank => rank;

        public int Ranks => all.given.Length;

        public void Sum(Span<float> numbers)
        {
            all.given[rank] = numbers.ToArray();
            all.barrier.SignalAndWait();
            for (int i = 0; i < numbers.Length; i++)
            {
                numbers[i] = all.given[0][i];
                for (int other = 1; other < Ranks; other++) numbers[i] += all.given[other][i];
            }

            // Nobody may give the next numbers while others still read these.
            all.barrier.SignalAndWait();
        }
    }
}
