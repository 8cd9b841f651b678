using SupTickets.Networks;
using SupTickets.Training;

namespace SupTickets.Experiments.Runs;

/// <summary>Stores the checkpoints and tickets of a run.</summary>
internal interface ITrainingStore
{
    /// <summary>Replaces the checkpoint atomically.</summary>
    void Save(Checkpoint checkpoint);

    /// <summary>Stores the ticket of a cycle atomically.</summary>
    void SaveTicket(int cycle, NetworkState ticket);

    /// <summary>The stored ticket of a cycle, by this process or an earlier one; null if it is gone.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    NetworkState? FindTicket(int cycle);
}
