namespace SupTickets.Experiments.Evaluation;

/// <summary>Loss and accuracy along the straight line between two tickets (Frankle et al., 2020).</summary>
/// <param name="First">The cycle of the ticket at share 0.</param>
/// <param name="Second">The cycle of the ticket at share 1.</param>
/// <param name="Points">Both ends and the points between them, in order.</param>
public sealed record LossLine(int First, int Second, IReadOnlyList<LinePoint> Points)
{
    /// <summary>
    /// The highest rise of the loss above the straight line from one end's loss to the other's, in nats; 0 if it never rises above it.
    /// Frankle et al. (2020) subtract the mean of the ends. If the ends differ, that gives a barrier even where the loss only falls, so the
    /// line between them is taken, as by Entezari et al. (2022).
    /// </summary>
    public double Barrier => Points.Max(point => point.Loss - ((1 - point.Share) * Points[0].Loss) - (point.Share * Points[^1].Loss));
}
