namespace SupTickets.SparseEngine;

/// <summary>
/// Which values the backward pass computes once more instead of keeping them: as many as lower the most memory that a pass takes at a time,
/// and no others.
/// </summary>
internal static class Repetition
{
    // Leaving one value out may let another one matter; a third look has found nothing in any model so far.
    private const int Looks = 3;

    /// <summary>By value, whether it is computed once more where a backward pass needs it.</summary>
    public static bool[] Of(OperationGraph graph)
    {
        Value[] possible = [.. graph.Operations.Where(operation => operation.CanRepeat).Select(operation => operation.Output)];
        HashSet<int> readAgain = [.. graph.Operations.SelectMany(operation => operation.ReadAgain).Select(value => value.Index)];
        bool[] repeats = new bool[graph.Values.Count];
        // What no backward pass reads is needed only where what follows it is computed once more.
        foreach (Value value in possible) repeats[value.Index] = !readAgain.Contains(value.Index);
        Value[] choices = [.. possible.Where(value => readAgain.Contains(value.Index)).OrderByDescending(value => value.Shape.Length)];
        (nint Most, int Moments) least = Height(graph, repeats);
        for (int look = 0; look < Looks; look++)
        {
            foreach (Value value in choices.Where(value => !repeats[value.Index]))
                Try(value, repeat: true, height => height.CompareTo(least) < 0);
        }

        // Of what turned out to be in vain, the largest first: that saves most.
        foreach (Value value in choices.Where(value => repeats[value.Index]))
            Try(value, repeat: false, height => height.Most <= least.Most);
        return repeats;

        void Try(Value value, bool repeat, Predicate<(nint Most, int Moments)> isBetter)
        {
            repeats[value.Index] = repeat;
            (nint Most, int Moments) height = Height(graph, repeats);
            if (isBetter(height)) least = height;
            else repeats[value.Index] = !repeat;
        }
    }

    // The most floats at a time, and at how many moments.
    private static (nint Most, int Moments) Height(OperationGraph graph, bool[] repeats)
    {
        nint[] profile = MemoryLayout.Profile(new Lifetimes(graph, RunPurpose.Gradients, repeats).Contents);
        nint most = profile.Max();
        return (most, profile.Count(floats => floats == most));
    }
}
