namespace SupTickets.Kernels.Norm;

/// <summary>What follows a normalisation within the same pass over memory.</summary>
public enum Activation
{
    /// <summary>Nothing: y = x.</summary>
    None,

    /// <summary>max(x, 0). The gradient passes where the output is above 0.</summary>
    Relu,
}
