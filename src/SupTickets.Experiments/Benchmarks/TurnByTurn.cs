namespace SupTickets.Experiments.Benchmarks;

/// <summary>
/// Times contestants turn by turn, so that other load on the machine affects all alike, each as if it ran alone. What ran before leaves
/// its own data in the caches and threads of libtorch that still look for work on a core; a step of the same contestant, untimed, lets
/// both pass. Long steps need none: there the order, which turns by one place each round, shares out what is left.
/// </summary>
internal static class TurnByTurn
{
    /// <summary>Steps of so many seconds or more are timed at once.</summary>
    public const double LongStep = 1;

    /// <summary>Times <paramref name="rounds"/> steps of each contestant.</summary>
    /// <param name="usual">Seconds of a step of each contestant.</param>
    /// <param name="rounds">Timed steps of each, at least 1.</param>
    /// <param name="step">Runs a step of the contestant of that index and gives its seconds.</param>
    /// <param name="timed">Told after each timed step.</param>
    /// <returns>Seconds, one array for each contestant, [rounds].</returns>
    public static IReadOnlyList<double[]> Time(IReadOnlyList<double> usual, int rounds, Func<int, double> step, Action timed)
    {
        double[][] seconds = [.. usual.Select(_ => new double[rounds])];
        for (int round = 0; round < rounds; round++)
        {
            for (int place = 0; place < usual.Count; place++)
            {
                int contestant = (round + place) % usual.Count;
                if (usual[contestant] < LongStep) step(contestant);
                seconds[contestant][round] = step(contestant);
                timed();
            }
        }

        return seconds;
    }
}
