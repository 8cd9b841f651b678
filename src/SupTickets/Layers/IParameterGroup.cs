namespace SupTickets.Layers;

/// <summary>A module whose parameters, those of its children included, have their own learning rate and weight decay.</summary>
public interface IParameterGroup
{
    /// <summary>Factor on the learning rate, above 0.</summary>
    double RateFactor { get; }

    /// <summary>Factor on the weight decay, at least 0; with 0 they do not decay.</summary>
    double DecayFactor { get; }
}
