using SupTickets.Training;

namespace SupTickets.Experiments.Runs;

/// <summary>The kinds of events of a whole run.</summary>
internal static class RunEventKinds
{
    /// <summary>Those of training, and of what is measured and written.</summary>
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
