namespace SupTickets.Training;

/// <summary>A run that cannot go on, such as one whose loss is no longer finite. The last checkpoint stays as it is.</summary>
public sealed class TrainingException(string message) : Exception(message)
{
    /// <summary>The diagnosis, if numbers are not finite; null for other reasons.</summary>
    internal NumericalFailure? Numbers { get; init; }
}
