namespace SupTickets.Experiments.Data;

/// <summary>
/// A pool of buffers for the images of batches. Buffers allocated for every pass would stay as garbage until the collector's next full
/// round.
/// </summary>
internal sealed class BatchBuffers
{
    private readonly Lock gate = new();
    private readonly List<float[]> spare = [];

    /// <summary>A buffer of at least <paramref name="length"/> numbers.</summary>
    public float[] Take(int length)
    {
        lock (gate)
        {
            int found = spare.FindIndex(buffer => buffer.Length >= length);
            if (found < 0)
            {
                // A buffer that is too small is dropped: no more are kept than are lent at a time.
                if (spare.Count > 0) spare.RemoveAt(0);
                return new float[length];
            }

            float[] taken = spare[found];
            spare.RemoveAt(found);
            return taken;
        }
    }

    /// <summary>Returns a buffer to the pool.</summary>
    public void Give(float[] buffer)
    {
        lock (gate) spare.Add(buffer);
    }
}
