using SupTickets.Networks;
using SupTickets.Topology;
using SupTickets.Values;

namespace SupTickets.Training;

/// <summary>
/// Checks that a checkpoint fits the run that is to go on from it. A field of another step, or a missing state, would silently change the
/// bits of the run.
/// </summary>
/// <param name="run">The run.</param>
internal sealed class CheckpointFit(SparseRun run)
{
    /// <summary>Checks that <paramref name="checkpoint"/> is of this run.</summary>
    /// <exception cref="InvalidDataException">It is not; the message names where it was read and the field.</exception>
    public void Require(Checkpoint checkpoint) => Named(checkpoint, () =>
    {
        FieldCheck.Whole("step", checkpoint.Step, 0, run.Calendar.TotalSteps);
        if (checkpoint.StepsPerEpoch is { } steps && steps != run.Calendar.StepsPerEpoch)
            throw new FormatException($"it was written where an epoch has {steps} steps, and here it has {run.Calendar.StepsPerEpoch}");
        long positions = run.Network.Layers.Sum(layer => (long)layer.Weight.Shape.Positions);
        FieldCheck.Whole("connections_before_pruning", checkpoint.ConnectionsBeforePruning, 0, positions);
        NetworkStateFit.Require(run.Network, checkpoint.Network);
        foreach (NetworkState? state in new[] { checkpoint.Accumulation?.Mean, checkpoint.Superposed, checkpoint.Unmeasured })
        {
            if (state is not null) NetworkStateFit.Require(run.Network, state);
        }

        Tickets(checkpoint);
        Optimizer(checkpoint);
        bool captures = run.TopologyScheduler.CapturesEveryStep && checkpoint.Step > 0;
        Same(
            "dense momenta", captures ? run.Network.Sparsifiable.Select(layer => layer.WeightName)
                : [], checkpoint.DenseMomenta.Select(saved => saved.Weight));
        Same("numbers that the method remembers", run.TopologyScheduler.Memory.Numbers.Keys, checkpoint.MethodMemory.Keys);
        Same(
            "positions that ever held a connection", run.Network.Sparsifiable.Select(layer => layer.WeightName),
            checkpoint.EverConnected.Select(saved => saved.Weight));
        Lengths(checkpoint);
    });

    /// <summary>The run that goes on from the checkpoint.</summary>
    public SparseRun Run => run;

    /// <summary>Runs <paramref name="check"/>; what it finds wrong becomes the refusal of the checkpoint.</summary>
    /// <exception cref="InvalidDataException">It found something; the message names where the checkpoint was read.</exception>
    public static void Named(Checkpoint checkpoint, Action check)
    {
        try
        {
            check();
        }
        catch (Exception defect) when (defect is FormatException or ArgumentException)
        {
            throw new InvalidDataException($"{checkpoint.Source}: it is no checkpoint of this run: {defect.Message}", defect);
        }
    }

    private void Tickets(Checkpoint checkpoint)
    {
        int expected = run.Tickets?.TakenBy(checkpoint.Step) ?? 0, superposed = checkpoint.Accumulation?.Tickets ?? 0;
        if (superposed != expected)
            throw new FormatException($"step is {checkpoint.Step}, after which {expected} tickets have been superposed, not {superposed}");
    }

    private void Optimizer(Checkpoint checkpoint)
    {
        string[] expected = checkpoint.Step == 0
            ? []
            : [.. run.ParameterSet.All().SelectMany(trainable => run.Steps.StateNames.Select(state => $"{trainable.Name}/{state}"))];
        Same("optimizer states", expected, checkpoint.Optimizer.Select(saved => $"{saved.Parameter}/{saved.Slot}"));
    }

    // Checked here, since a failure while restoring would leave a run that is half the checkpoint's.
    private void Lengths(Checkpoint checkpoint)
    {
        Dictionary<string, int> positions = run.Network.Layers.ToDictionary(
            layer => layer.WeightName, layer => layer.Weight.Shape.Positions);
        Dictionary<string, long> values = checkpoint.Network.Layers.ToDictionary(
            layer => layer.Name, layer => (long)layer.Connectivity.Count);
        foreach (TrainableParameter trainable in run.ParameterSet.All()) values.TryAdd(trainable.Name, trainable.Parameter.numel());
        foreach ((string parameter, string slot, float[] saved) in checkpoint.Optimizer)
            Length($"optimizer state {parameter}/{slot}", saved.Length, values[parameter]);
        foreach ((string weight, float[] saved) in checkpoint.DenseMomenta)
            Length($"dense momentum of {weight}", saved.Length, positions[weight]);
        foreach ((string weight, int[] saved) in checkpoint.EverConnected) PositionSet.FromWords(positions[weight], saved);
    }

    private static void Length(string what, long actual, long expected)
    {
        if (actual != expected) throw new FormatException($"the {what} has {actual} values where {expected} are expected");
    }

    private static void Same(string what, IEnumerable<string> expected, IEnumerable<string> actual)
    {
        string[] missing = [.. expected.Except(actual)], extra = [.. actual.Except(expected)];
        if (missing.Length + extra.Length > 0)
            throw new FormatException(
                $"the {what} are not those of the run: {(missing.Length > 0 ? $"missing {missing[0]}" : "none is missing")}, "
                + $"{(extra.Length > 0 ? $"unexpected {extra[0]}" : "none is unexpected")}");
    }
}
