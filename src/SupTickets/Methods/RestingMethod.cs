namespace SupTickets.Methods;

/// <summary>
/// A method whose connections stay in the normal phase. The paper does not say how tickets of such methods are explored, but its figures
/// show that they were. Here they are, by magnitude and gradient unless other criteria are set.
/// </summary>
public abstract record RestingMethod() : CriteriaMethod(new MagnitudeDrop(), new GradientGrowth())
{
    /// <summary>The method with its connections drawn by <paramref name="initial"/>.</summary>
    protected SparseMethod Resting(MethodContext run, IInitialTopology initial) => Resting(run, initial, Pair);
}
