using SupTickets.Values;

namespace SupTickets.Training;

/// <summary>Asks whether an event that was read from a file can have happened: a log may be damaged, or written by hand.</summary>
internal static class EventCheck
{
    /// <summary>Passes an event whose every field is there and in its range.</summary>
    /// <exception cref="FormatException">A field is missing or out of range; the message names it.</exception>
    public static void Require(TrainingEvent happened)
    {
        Sound.Whole("step", happened.Step);
        switch (happened)
        {
            case StepFinished step:
                Sound.Whole("epoch", step.Epoch);
                Sound.Amount("learningRate", step.LearningRate);
                break;
            case EpochFinished epoch:
                Sound.Whole("epoch", epoch.Epoch);
                Sound.Number("seconds", epoch.Seconds, 0, Sound.LongestSeconds);
                break;
            case TopologyUpdated moved:
                Topology(moved);
                break;
            case Warning warning:
                Sound.Present("about", warning.About);
                Sound.Present("message", warning.Message);
                break;
        }
    }

    private static void Topology(TopologyUpdated moved)
    {
        Sound.Present("reason", moved.Reason);
        Sound.Whole("dropped", moved.Dropped);
        Sound.Whole("grown", moved.Grown);
        Sound.Whole("connections", moved.Connections);
        Sound.Present("layers", moved.Layers);
        foreach (var (index, count) in moved.Layers.Index()) Sound.Whole($"layers[{index}]", count);
        Sound.Number("explorationRate", moved.ExplorationRate, 0, 1);
    }
}
