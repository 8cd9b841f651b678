namespace SupTickets.Training;

/// <summary>What the search for numbers that are not finite found to be their cause.</summary>
internal enum NumericalCause
{
    /// <summary>The search could not tell.</summary>
    Unknown,

    /// <summary>They came in with the images, or from the caller's loss function.</summary>
    Given,

    /// <summary>They have grown beyond what float32 can hold: float64, or the other engine, says so too.</summary>
    TooLarge,

    /// <summary>Float64, or the other engine, gives finite numbers for the same inputs: the engine computed them wrongly.</summary>
    Computation,

    /// <summary>Computed once more, from the same parameters and mini-batch by the same engine, they are finite.</summary>
    NotReproducible,
}
