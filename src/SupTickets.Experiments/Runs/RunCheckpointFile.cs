using SupTickets.Training;

namespace SupTickets.Experiments.Runs;

/// <summary>The checkpoints of a run folder: those of training, with the measurements so far.</summary>
internal static class RunCheckpointFile
{
    /// <inheritdoc cref="CheckpointFile.Write"/>
    public static void Write(string path, Checkpoint checkpoint, string recipe, long eventsLength, string? previous = null) =>
        CheckpointFile.Write(path, checkpoint, recipe, eventsLength, previous, RunEventKinds.All);

    /// <summary>Reads and checks a checkpoint of the run with this recipe.</summary>
    /// <param name="path">The file.</param>
    /// <param name="recipe">The run's recipe as JSON.</param>
    /// <param name="same">Whether two texts are the same recipe; null compares the texts.</param>
    /// <returns>The checkpoint, and how many bytes of the event log belong to it.</returns>
    /// <exception cref="InvalidDataException">
    /// The file is damaged, no checkpoint of a known version, or belongs to another recipe.
    /// </exception>
    public static (Checkpoint Checkpoint, long EventsLength) Read(string path, string recipe, Func<string, string, bool>? same = null) =>
        CheckpointFile.Read(
        path,
        recipe,
        (stored, own) => (same ?? string.Equals)(stored, own) ? null : "it belongs to another recipe than the recipe.json beside it",
        RunEventKinds.All);
}
