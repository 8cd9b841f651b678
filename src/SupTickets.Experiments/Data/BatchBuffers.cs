namespace SupTickets.Experiments.Data;

/// <summary>
/// Buffers for images of batches, lent and taken back: what is made anew for every pass would lie as garbage until the collector's next
/// full round.
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
                // One that is too small now goes: as many are kept as are lent at a time.
                if (spare.Count > 0) spare.RemoveAt(0);
                return new float[length];
            }

            float[] taken = spare[found];
            spare.RemoveAt(found);
            return taken;
        }
    }

    /// <summary>Takes a buffer back.</summary>
    public void Give(float[] buffer)
    {
        lock (gate) spare.Add(buffer);
    }
}
