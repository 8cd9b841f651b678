using SupTickets.Networks;


namespace SupTickets.Methods;

/// <summary>Gives gradients to an initial topology, which need not know data, loss or devices.</summary>
public interface IGradientSource
{
    /// <summary>
    /// Runs forward and backward over the first <paramref name="batches"/> augmented training batches of
    /// <paramref name="batchSize"/> samples and leaves the mean of their gradients in the parameters. Batch norm uses the batches'
    /// statistics, and its running statistics are as before afterwards.
    /// </summary>
    void Accumulate(SparseNetwork network, int batches, int batchSize);
}
