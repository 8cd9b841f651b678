namespace SupTickets.Methods;

/// <summary>RigL (Evci et al., 2020): drops the smallest weights, grows where the gradient of the loss is steepest.</summary>
public sealed record RigL() : DropAndGrow(new MagnitudeDrop(), new GradientGrowth())
{
    /// <inheritdoc/>
    public override string Name => "rigl";
}
