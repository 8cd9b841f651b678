using SupTickets.Layers;
using SupTickets.Values;

namespace SupTickets.Training;

/// <summary>
/// Asks whether a checkpoint can be one of the run that is to go on from it. A field that belongs to another step, or a state that is missing, would change
/// the bits of the run without a word.
/// </summary>
/// <param name="line">The wired parts of the run.</param>
internal sealed class CheckpointFit(TrainingLine line)
{
    // FLOPs are sums of whole numbers: what is off is the rounding of large ones.
    private const double Rounding = 1e-9;

    /// <summary>Passes a checkpoint of this run.</summary>
    /// <exception cref="InvalidDataException">It is none; the message names where it was read and the field.</exception>
    public void Require(Checkpoint checkpoint)
    {
        try
        {
            Steps(checkpoint);
            line.Network.RequireFits(checkpoint.Network);
            foreach (NetworkState? state in new[] { checkpoint.Accumulation?.Mean, checkpoint.Superposed, checkpoint.Unmeasured })
            {
                if (state is not null) line.Network.RequireFits(state);
            }

            Tickets(checkpoint);
            Optimizer(checkpoint);
            bool captures = line.Topologist.CapturesEveryStep && checkpoint.Step > 0;
            Same("dense momenta", captures ? line.Network.Sparsifiable.Select(layer => layer.WeightName) : [], checkpoint.DenseMomenta.Select(saved => saved.Weight));
            Same("numbers that the method remembers", line.Topologist.Memory.Numbers.Keys, checkpoint.MethodMemory.Keys);
            Same("positions that ever held a connection", line.Network.Sparsifiable.Select(layer => layer.WeightName), checkpoint.EverConnected.Select(saved => saved.Weight));
        }
        catch (Exception defect) when (defect is FormatException or ArgumentException)
        {
            throw new InvalidDataException($"{checkpoint.Source}: it is no checkpoint of this run: {defect.Message}", defect);
        }
    }

    private void Steps(Checkpoint checkpoint)
    {
        Sound.Whole("step", checkpoint.Step, 0, line.Calendar.TotalSteps);
        long samples = (checkpoint.Step / line.Calendar.StepsPerEpoch * line.Batches.SamplesPerEpoch) + line.Batches.SamplesIn(checkpoint.Step % line.Calendar.StepsPerEpoch);
        double dense = samples * FlopMeter.DenseOf(line.Network);
        if (!(Math.Abs(checkpoint.DenseTrainingFlops - dense) <= Rounding * dense))
            throw new FormatException(FormattableString.Invariant($"step is {checkpoint.Step}, after which dense_training_flops is {dense}, not {checkpoint.DenseTrainingFlops}"));
        Sound.Whole("connections_before_pruning", checkpoint.ConnectionsBeforePruning, 0, line.Network.Layers.Sum(layer => (long)layer.Weight.Shape.Positions));
    }

    private void Tickets(Checkpoint checkpoint)
    {
        int expected = line.Tickets?.TakenBy(checkpoint.Step) ?? 0, superposed = checkpoint.Accumulation?.Tickets ?? 0;
        if (superposed != expected) throw new FormatException($"step is {checkpoint.Step}, after which {expected} tickets have been superposed, not {superposed}");
        int measured = checkpoint.History.OfType<TicketTaken>().Count(), unmeasured = checkpoint.Unmeasured is not null && line.Tickets?.CycleAt(checkpoint.Step) is not null ? 1 : 0;
        if (measured + unmeasured != expected) throw new FormatException($"its history measures {measured} tickets where {expected - unmeasured} have been");
    }

    private void Optimizer(Checkpoint checkpoint)
    {
        string[] expected = checkpoint.Step == 0
            ? []
            : [.. line.Trainables.All().SelectMany(trainable => line.Steps.StateNames.Select(state => $"{trainable.Name}/{state}"))];
        Same("optimizer states", expected, checkpoint.Optimizer.Select(saved => $"{saved.Parameter}/{saved.Slot}"));
    }

    private static void Same(string what, IEnumerable<string> expected, IEnumerable<string> actual)
    {
        string[] missing = [.. expected.Except(actual)], extra = [.. actual.Except(expected)];
        if (missing.Length + extra.Length > 0)
            throw new FormatException($"the {what} are not those of the run: {(missing.Length > 0 ? $"missing {missing[0]}" : "none is missing")}, {(extra.Length > 0 ? $"unexpected {extra[0]}" : "none is unexpected")}");
    }
}
