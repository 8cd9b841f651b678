using SupTickets.Training;

namespace SupTickets.Experiments.Runs;

/// <summary>Tells several observers, in order.</summary>
public sealed class Observers(IReadOnlyList<ITrainingObserver> all) : ITrainingObserver
{
    /// <inheritdoc/>
    public void On(TrainingEvent happened)
    {
        foreach (ITrainingObserver observer in all) observer.On(happened);
    }
}
