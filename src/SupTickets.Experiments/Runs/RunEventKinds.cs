using SupTickets.Training;

namespace SupTickets.Experiments.Runs;

/// <summary>The kinds of events of a whole run.</summary>
internal static class RunEventKinds
{
    /// <summary>The events of training, of measuring and of writing.</summary>
    public static EventKinds All { get; } = EventKinds.OfTraining.With(
        RunEventCheck.Require,
        (typeof(RunStarted), "started"),
        (typeof(EnginesChosen), "engines"),
        (typeof(Evaluated), "evaluation"),
        (typeof(TicketTaken), "ticket"),
        (typeof(TicketSuperposed), "superposition"),
        (typeof(ImagesChecked), "images"),
        (typeof(CheckpointWritten), "checkpoint"),
        (typeof(RunFinished), "finished"));
}
