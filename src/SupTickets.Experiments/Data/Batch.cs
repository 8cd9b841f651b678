namespace SupTickets.Experiments.Data;

/// <summary>One mini-batch on the host, before it becomes tensors.</summary>
/// <param name="Images">[N, C, H, W], row-major; longer than N·C·H·W when the buffer is reused.</param>
/// <param name="Labels">[N].</param>
/// <param name="Count">N, the number of samples.</param>
public sealed record Batch(float[] Images, long[] Labels, int Count);
