namespace SupTickets.Kernels.Layout;

/// <summary>What a kernel does with a gradient that it has computed.</summary>
public enum GradientStore
{
    /// <summary>Replaces what was there.</summary>
    Write,

    /// <summary>Adds to what was there, for a value that was used more than once.</summary>
    Add,
}
