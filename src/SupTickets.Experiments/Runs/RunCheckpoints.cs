using SupTickets.Experiments.Recipes;
using SupTickets.Training;

namespace SupTickets.Experiments.Runs;

/// <summary>Finds the checkpoint that a run goes on from. The bits at the end are the same from each of them.</summary>
internal static class RunCheckpoints
{
    /// <summary>Reads a checkpoint.</summary>
    /// <returns>The checkpoint, and how many bytes of the event log belong to it; null for the start.</returns>
    /// <exception cref="InvalidDataException">
    /// It is damaged, gone, or belongs to another recipe; the message says what the run can go on from instead.
    /// </exception>
    public static (Checkpoint Checkpoint, long EventsLength)? Read(RunFolder folder, ResumePoint from, string recipe) => from switch
    {
        ResumePoint.Start => null,
        ResumePoint.Previous => File.Exists(folder.PreviousCheckpoint)
            ? RunCheckpointFile.Read(folder.PreviousCheckpoint, recipe, RecipeJson.Same)
            : throw new InvalidDataException(
                $"{folder.PreviousCheckpoint}: there is none: the run has written one checkpoint or none, or its recipe keeps one"),
        _ => Latest(folder, recipe),
    };

    /// <summary>Makes the checkpoint that was read the latest, so that a damaged one does not replace a good one later.</summary>
    public static void Settle(RunFolder folder, ResumePoint from)
    {
        if (from == ResumePoint.Previous) File.Move(folder.PreviousCheckpoint, folder.Checkpoint, overwrite: true);
        if (from != ResumePoint.Start) return;
        // The older one goes first: if this is interrupted in between, the run still goes on from the latest.
        File.Delete(folder.PreviousCheckpoint);
        File.Delete(folder.Checkpoint);
    }

    private static (Checkpoint Checkpoint, long EventsLength)? Latest(RunFolder folder, string recipe)
    {
        if (!File.Exists(folder.Checkpoint))
            return File.Exists(folder.PreviousCheckpoint) ? throw Damaged(folder, recipe, $"{folder.Checkpoint} is gone", null) : null;
        try
        {
            return RunCheckpointFile.Read(folder.Checkpoint, recipe, RecipeJson.Same);
        }
        catch (Exception defect) when (defect is InvalidDataException or IOException)
        {
            throw Damaged(folder, recipe, defect.Message, defect);
        }
    }

    private static InvalidDataException Damaged(RunFolder folder, string recipe, string defect, Exception? cause)
    {
        try
        {
            long step = RunCheckpointFile.Read(folder.PreviousCheckpoint, recipe, RecipeJson.Same).Checkpoint.Step;
            return new($"{defect}; the checkpoint before it, of step {step}, is whole: go on from there with: suptickets resume "
                + $"{folder.Path} --from previous", cause);
        }
        catch (Exception none) when (none is InvalidDataException or IOException)
        {
            return new($"{defect}; there is no whole checkpoint before it: train again from the first step with: suptickets resume "
                + $"{folder.Path} --from start", cause);
        }
    }
}
