using System.Collections.Concurrent;

namespace SupTickets.Experiments.Data;

/// <summary>Reads every sample of a data set once.</summary>
public static class DataVerifier
{
    /// <summary>Counts the samples of each class and collects what cannot be read; progress is the number of samples read.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static VerifiedData Verify(ImageData data, int files, IProgress<int> progress, CancellationToken cancellation)
    {
        ConcurrentQueue<string> problems = [];
        int read = 0;
        foreach (IImageDataset part in new[] { data.Train, data.Test })
        {
            Parallel.For(0, part.Count, new() { CancellationToken = cancellation }, () => new float[part.Shape.Length], (index, _, image) =>
            {
                try
                {
                    part.Read(index, image);
                }
                catch (DataException problem)
                {
                    problems.Enqueue(problem.Message);
                }

                progress.Report(Interlocked.Increment(ref read));
                return image;
            }, _ => { });
        }

        return new(files, PerClass(data.Train), PerClass(data.Test), [.. problems.Order(StringComparer.Ordinal)]) { Notes = data.Notes };
    }

    private static int[] PerClass(IImageDataset part)
    {
        int[] counts = new int[part.Classes.Count];
        for (int index = 0; index < part.Count; index++) counts[part.Label(index)]++;
        return counts;
    }
}
