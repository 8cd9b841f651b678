namespace SupTickets.Training;

/// <summary>The losses of the latest steps. They show whether the loss was rising before a failure.</summary>
internal sealed class LossTrend
{
    private const int Kept = 20, Fewest = 3;
    private readonly Queue<double> losses = [];

    /// <summary>Takes in the loss of a step that succeeded.</summary>
    public void Add(double loss)
    {
        if (losses.Count == Kept) losses.Dequeue();
        losses.Enqueue(loss);
    }

    /// <summary>Whether a step has succeeded.</summary>
    public bool HasStarted => losses.Count > 0;

    /// <summary>
    /// The rise from the lowest of the latest losses to the last one, if the last is at least twice as large and some steps later; else
    /// null.
    /// </summary>
    public (double From, double To, int Steps)? Rise
    {
        get
        {
            if (losses.Count == 0) return null;
            double[] latest = [.. losses];
            int lowest = Array.LastIndexOf(latest, latest.Min());
            int steps = latest.Length - 1 - lowest;
            return steps >= Fewest && latest[^1] - latest[lowest] >= Math.Abs(latest[lowest]) ? (latest[lowest], latest[^1], steps) : null;
        }
    }
}
