namespace SupTickets.Training;

/// <summary>Is told what happens in a run, in order, on the training thread.</summary>
public interface ITrainingObserver
{
    /// <summary>Receives one event.</summary>
    void On(TrainingEvent happened);
}
