namespace SupTickets.Methods;

/// <summary>How the initial connections of a layer are drawn.</summary>
public enum ConnectionDraw
{
    /// <summary>Exactly the layer's count, every choice equally likely (Evci et al., 2020).</summary>
    Exact,

    /// <summary>Each position independently, as the official code does: counts are right only in expectation, and persist.</summary>
    Bernoulli,
}
