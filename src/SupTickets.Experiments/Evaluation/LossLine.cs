namespace SupTickets.Experiments.Evaluation;

/// <summary>Loss and accuracy along the straight line between two tickets (Frankle et al., 2020).</summary>
/// <param name="First">The cycle of the ticket at share 0.</param>
/// <param name="Second">The cycle of the ticket at share 1.</param>
/// <param name="Points">Both ends and what lies between them, in order.</param>
public sealed record LossLine(int First, int Second, IReadOnlyList<LinePoint> Points)
{
    /// <summary>
    /// The highest rise of the loss above the straight line from one end's loss to the other's, in nats; 0 where it never rises above.
    /// Frankle et al. subtract the mean of the ends; where these differ, that is a barrier without a hill, so we take the line between them
    /// as Entezari et al. (2022) do.
    /// </summary>
    public double Barrier => Points.Max(point => point.Loss - ((1 - point.Share) * Points[0].Loss) - (point.Share * Points[^1].Loss));
}
