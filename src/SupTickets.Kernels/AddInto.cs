namespace SupTickets.Kernels;

/// <summary>y += x, element by element: where a shortcut joins, and where its gradients meet.</summary>
/// <remarks>Each element is one addition, so threads and tiers agree bit for bit.</remarks>
public static unsafe class AddInto
{
    /// <summary>y[i] += x[i].</summary>
    /// <param name="threads">Threads at most, at least 1.</param>
    /// <param name="length">Floats, a multiple of 16.</param>
    /// <param name="x">What is added.</param>
    /// <param name="y">What it is added to, in place.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative or not a multiple of 16.</exception>
    public static void Invoke(int threads, nint length, float* x, float* y) => Tier.Dispatch(new Kernel(threads, length, x, y));

    internal readonly struct Kernel(int threads, nint length, float* x, float* y) : ITieredKernel
    {
        public void Run<TVector, TTier>()
            where TVector : struct
            where TTier : ITier<TVector>
        {
            Kernel kernel = this;
            ElementChunks.Run(threads, length, kernel.Add<TVector, TTier>);
        }

        private void Add<TVector, TTier>(nint start, nint end)
            where TVector : struct
            where TTier : ITier<TVector>
        {
            for (nint i = start; i < end; i += TTier.Width) TTier.Store(TTier.Add(TTier.Load(y + i), TTier.Load(x + i)), y + i);
        }
    }
}
