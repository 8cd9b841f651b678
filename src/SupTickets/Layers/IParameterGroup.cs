namespace SupTickets.Layers;

/// <summary>A module whose parameters, those of its children too, learn otherwise than the rest of the network.</summary>
public interface IParameterGroup
{
    /// <summary>What the learning rate is multiplied by for them, above 0.</summary>
    double RateFactor { get; }

    /// <summary>What the weight decay is multiplied by for them, at least 0; 0 spares them.</summary>
    double DecayFactor { get; }
}
