using System.Runtime.ExceptionServices;

namespace SupTickets.Kernels.Threads;

/// <summary>
/// Runs the items of one operation on several threads. Which thread takes which item is left to chance, so an item's result must
/// depend on nothing but the item; then the number of threads never shows in the bits.
/// </summary>
public static class Team
{
    private static readonly Lock Gate = new();
    private static readonly List<Worker> Workers = [];

    /// <summary>Calls <paramref name="body"/> once for every item; the caller works too. Returns when all are done.</summary>
    /// <param name="threads">Threads at most, at least 1.</param>
    /// <param name="items">How many items.</param>
    /// <param name="body">Receives the item and the number of the thread, in [0, threads), for scratch memory of its own.</param>
    public static void Run(int threads, int items, Action<int, int> body)
    {
        int helpers = Math.Min(threads, items) - 1;
        // While another operation has the workers, this one goes on alone: waiting for them would gain nothing. The other may be the one
        // that this is an item of, on the same thread, which the gate would let in again.
        if (helpers <= 0 || Gate.IsHeldByCurrentThread || !Gate.TryEnter())
        {
            for (int item = 0; item < items; item++) body(item, 0);
            return;
        }

        try
        {
            while (Workers.Count < helpers) Workers.Add(new(Workers.Count + 1));
            Job job = new(items, body, helpers);
            for (int i = 0; i < helpers; i++) Workers[i].Give(job);
            job.Take(0);
            job.WaitForHelpers();
            job.Failure?.Throw();
        }
        finally
        {
            Gate.Exit();
        }
    }

    private sealed class Worker
    {
        // Operations of a step follow one another within microseconds; a worker that slept between them would wake too late.
        private const int SpinsBeforeSleep = 2_000;

        private readonly object bell = new();
        private readonly int number;
        private volatile Job? next;

        public Worker(int number)
        {
            this.number = number;
            new Thread(Work) { IsBackground = true, Name = $"kernel worker {number}" }.Start();
        }

        public void Give(Job job)
        {
            lock (bell)
            {
                next = job;
                Monitor.Pulse(bell);
            }
        }

        private void Work()
        {
            while (true)
            {
                Job job = Await();
                job.Take(number);
                job.HelperDone();
            }
        }

        private Job Await()
        {
            for (int spins = 0; next is null && spins < SpinsBeforeSleep; spins++) Thread.SpinWait(20);
            lock (bell)
            {
                while (next is null) Monitor.Wait(bell);
                Job job = next;
                next = null;
                return job;
            }
        }
    }

    private sealed class Job(int items, Action<int, int> body, int helpers)
    {
        private int taken = -1;
        private int running = helpers;

        public ExceptionDispatchInfo? Failure { get; private set; }

        public void Take(int worker)
        {
            try
            {
                for (int item = Interlocked.Increment(ref taken); item < items; item = Interlocked.Increment(ref taken)) body(item, worker);
            }
            catch (Exception failure)
            {
                Failure = ExceptionDispatchInfo.Capture(failure);
            }
        }

        public void HelperDone() => Interlocked.Decrement(ref running);

        public void WaitForHelpers()
        {
            SpinWait spinner = default;
            while (Volatile.Read(ref running) > 0) spinner.SpinOnce(sleep1Threshold: -1);
        }
    }
}
