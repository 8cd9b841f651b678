using SupTickets.Networks;
using SupTickets.Tickets;
using SupTickets.Training;

namespace SupTickets.Experiments.Runs;

/// <summary>Keeps checkpoints and tickets of a run in its folder.</summary>
/// <param name="folder">The folder.</param>
/// <param name="log">The event log, whose length a checkpoint records.</param>
/// <param name="board">The log for TensorBoard, whose length it records too; null where there is none.</param>
/// <param name="description">The description of its tickets; the recipe in it also marks the checkpoints.</param>
/// <param name="keeps">How many checkpoints are kept, 1 or 2.</param>
internal sealed class RunStore(RunFolder folder, JsonLinesLog log, TensorBoardLog? board, TicketDescription description, int keeps)
    : ITrainingStore
{
    /// <inheritdoc/>
    public void Save(Checkpoint checkpoint) =>
        RunCheckpointFile.Write(
            folder.Checkpoint, checkpoint with { TensorBoardLength = board?.Flush() }, description.Recipe, log.Flush(),
            keeps > 1 ? folder.PreviousCheckpoint : null);

    /// <inheritdoc/>
    public void SaveTicket(int cycle, NetworkState ticket) =>
        TicketFile.Write(folder.CycleTicket(cycle), new(ticket, description with { Part = TicketDescription.OfCycle(cycle) }));

    /// <inheritdoc/>
    public NetworkState? FindTicket(int cycle) => File.Exists(folder.CycleTicket(cycle)) ? folder.ReadTicket(cycle).State : null;

    /// <summary>Keeps the ultimate ticket.</summary>
    public void SaveUltimate(NetworkState ticket) =>
        TicketFile.Write(folder.Ticket, new(ticket, description with { Part = TicketDescription.Ultimate }));
}
