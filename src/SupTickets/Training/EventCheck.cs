using SupTickets.Values;

namespace SupTickets.Training;

/// <summary>Checks an event that was read from a file: a log may be damaged, or written by hand.</summary>
internal static class EventCheck
{
    /// <summary>Checks that every field of the event is there and in its range.</summary>
    /// <exception cref="FormatException">A field is missing or out of range; the message names it.</exception>
    public static void Require(TrainingEvent happened)
    {
        FieldCheck.Whole("step", happened.Step);
        switch (happened)
        {
            case StepFinished step:
                FieldCheck.Whole("epoch", step.Epoch);
                FieldCheck.Amount("learningRate", step.LearningRate);
                break;
            case EpochFinished epoch:
                FieldCheck.Whole("epoch", epoch.Epoch);
                FieldCheck.Number("seconds", epoch.Seconds, 0, FieldCheck.LongestSeconds);
                break;
            case TopologyUpdated moved:
                Topology(moved);
                break;
            case Warning warning:
                FieldCheck.Present("about", warning.About);
                FieldCheck.Present("message", warning.Message);
                break;
        }
    }

    private static void Topology(TopologyUpdated moved)
    {
        FieldCheck.Present("reason", moved.Reason);
        FieldCheck.Whole("dropped", moved.Dropped);
        FieldCheck.Whole("grown", moved.Grown);
        FieldCheck.Whole("connections", moved.Connections);
        FieldCheck.Present("layers", moved.Layers);
        foreach (var (index, count) in moved.Layers.Index()) FieldCheck.Whole($"layers[{index}]", count);
        FieldCheck.Number("explorationRate", moved.ExplorationRate, 0, 1);
    }
}
