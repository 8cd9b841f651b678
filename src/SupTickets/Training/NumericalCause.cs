namespace SupTickets.Training;

/// <summary>Why numbers are not finite, as the diagnosis found.</summary>
internal enum NumericalCause
{
    /// <summary>The diagnosis could not tell.</summary>
    Unknown,

    /// <summary>They came in with the images, or from the caller's loss function.</summary>
    Given,

    /// <summary>They are larger than float32 can hold: float64, or the other engine, finds the same.</summary>
    TooLarge,

    /// <summary>Float64, or the other engine, gives finite numbers for the same inputs: the engine computed them wrongly.</summary>
    Computation,

    /// <summary>Computed once more, from the same parameters and mini-batch by the same engine, they are finite.</summary>
    NotReproducible,
}
