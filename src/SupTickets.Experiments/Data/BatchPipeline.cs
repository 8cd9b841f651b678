using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;

namespace SupTickets.Experiments.Data;

/// <summary>
/// Prepares numbered batches on background threads and hands them out in order. Memory is bounded by the buffers given:
/// a worker takes a free buffer first and the next number second, so the batch being waited for always has a buffer.
/// </summary>
[SuppressMessage("Reliability", "CA2002", Justification = "The gate is private; Monitor is used for its wait and pulse.")]
internal sealed class BatchPipeline : IDisposable
{
    private readonly object gate = new();
    private readonly Stack<float[]> free;
    private readonly Dictionary<int, Outcome> ready = [];
    private readonly Func<int, float[], Batch> prepare;
    private readonly Thread[] threads;
    private readonly int end;
    private int next;
    private bool stopped;

    /// <summary>Starts to prepare batches <paramref name="first"/> … <paramref name="end"/> − 1.</summary>
    public BatchPipeline(int first, int end, int workers, IEnumerable<float[]> buffers, Func<int, float[], Batch> prepare)
    {
        (next, this.end, this.prepare) = (first, end, prepare);
        free = new(buffers);
        threads = [.. Enumerable.Range(0, workers).Select(i => new Thread(Work) { IsBackground = true, Name = $"batches {i}" })];
        foreach (Thread thread in threads) thread.Start();
    }

    /// <summary>Waits for batch <paramref name="number"/>; whatever its preparation threw is thrown here.</summary>
    public Batch Take(int number)
    {
        lock (gate)
        {
            Outcome? outcome;
            while (!ready.Remove(number, out outcome)) Monitor.Wait(gate);
            outcome.Failure?.Throw();
            return outcome.Batch!;
        }
    }

    /// <summary>Gives a buffer back once its batch has been used.</summary>
    public void Return(float[] buffer)
    {
        lock (gate)
        {
            free.Push(buffer);
            Monitor.PulseAll(gate);
        }
    }

    /// <summary>Stops the workers and waits until they have.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            stopped = true;
            Monitor.PulseAll(gate);
        }

        foreach (Thread thread in threads) thread.Join();
    }

    private void Work()
    {
        while (TryBegin(out int number, out float[]? buffer))
        {
            Outcome outcome = Prepare(number, buffer);
            lock (gate)
            {
                ready[number] = outcome;
                Monitor.PulseAll(gate);
            }
        }
    }

    private bool TryBegin(out int number, [NotNullWhen(true)] out float[]? buffer)
    {
        lock (gate)
        {
            while (!stopped && next < end && free.Count == 0) Monitor.Wait(gate);
            bool begin = !stopped && next < end;
            buffer = begin ? free.Pop() : null;
            number = begin ? next++ : end;
            return begin;
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "Every exception travels to the consumer, who rethrows it.")]
    private Outcome Prepare(int number, float[] buffer)
    {
        try
        {
            return new(prepare(number, buffer), null);
        }
        catch (Exception failure)
        {
            return new(null, ExceptionDispatchInfo.Capture(failure));
        }
    }

    private sealed record Outcome(Batch? Batch, ExceptionDispatchInfo? Failure);
}
