using SupTickets.Networks;
using SupTickets.Training;

namespace SupTickets.Experiments.Runs;

/// <summary>Where a run keeps what must survive it.</summary>
internal interface ITrainingStore
{
    /// <summary>Replaces the checkpoint, all or nothing.</summary>
    void Save(Checkpoint checkpoint);

    /// <summary>Keeps the ticket of a cycle, all or nothing.</summary>
    void SaveTicket(int cycle, NetworkState ticket);

    /// <summary>The ticket of a cycle that was kept, by this process or an earlier one; null where it is gone.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    NetworkState? FindTicket(int cycle);
}
