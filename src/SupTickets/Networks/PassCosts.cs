namespace SupTickets.Networks;

/// <summary>What passes by one kernel cost: a part for each multiply-add, one for each weight, one for each number.</summary>
public sealed record PassCosts
{
    /// <summary>GFLOP/s of the weights that the kernel works on: connections of a gather, positions of a panel.</summary>
    public required double Gflops { get; init; }

    /// <summary>Nanoseconds for each of these weights, however small the batch: listing or writing them out.</summary>
    public required double PerWeight { get; init; }

    /// <summary>Nanoseconds for each number of the layer's input and output, whatever its density.</summary>
    public required double PerNumber { get; init; }
}
