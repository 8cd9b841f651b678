namespace SupTickets.Kernels.Elementwise;

/// <summary>Where a step of stochastic gradient descent goes.</summary>
public enum SgdStep
{
    /// <summary>Along the velocity; without momentum along the gradient.</summary>
    Plain,

    /// <summary>Along the gradient and μ times the velocity (Nesterov; Sutskever et al., 2013).</summary>
    Nesterov,
}
