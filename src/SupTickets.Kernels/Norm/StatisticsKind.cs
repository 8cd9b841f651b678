namespace SupTickets.Kernels.Norm;

/// <summary>Where the mean and the variance of a batch normalisation came from; its gradient depends on it.</summary>
public enum StatisticsKind
{
    /// <summary>From the batch itself, as in training: they depend on the input too.</summary>
    Batch,

    /// <summary>Running statistics, as in evaluation: constants.</summary>
    Running,
}
