using SupTickets.Training;

namespace SupTickets.Experiments.Runs;

/// <summary>Checks that a checkpoint's measurements and cost are those of the run at its step.</summary>
internal static class MeasuredCheckpoint
{
    // FLOPs are sums of whole numbers; only the rounding of large ones may differ.
    private const double Rounding = 1e-9;

    /// <summary>Checks that the measurements of a checkpoint are those of this run at its step.</summary>
    /// <param name="fit">Checks everything else.</param>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="samples">Training samples seen by its step.</param>
    /// <exception cref="InvalidDataException">They are not; the message names where it was read and the field.</exception>
    public static void RequireMeasured(this CheckpointFit fit, Checkpoint checkpoint, long samples) => CheckpointFit.Named(checkpoint, () =>
    {
        double dense = samples * FlopMeter.DenseOf(fit.Run.Network);
        if (!(Math.Abs(checkpoint.DenseTrainingFlops - dense) <= Rounding * dense))
        {
            throw new FormatException(FormattableString.Invariant(
                $"step is {checkpoint.Step}, after which dense_training_flops is {dense}, not {checkpoint.DenseTrainingFlops}"));
        }

        int taken = fit.Run.Tickets?.TakenBy(checkpoint.Step) ?? 0, measured = checkpoint.History.OfType<TicketTaken>().Count();
        int unmeasured = checkpoint.Unmeasured is not null && fit.Run.Tickets?.CycleAt(checkpoint.Step) is not null ? 1 : 0;
        if (measured + unmeasured != taken)
            throw new FormatException($"its history measures {measured} tickets where {taken - unmeasured} have been");
    });
}
