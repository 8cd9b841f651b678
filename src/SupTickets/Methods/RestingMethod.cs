namespace SupTickets.Methods;

/// <summary>
/// A method whose connections stay in the normal phase. The paper does not say how such tickets are explored; its figures show that they
/// were, so they are, by magnitude and gradient unless others are set.
/// </summary>
public abstract record RestingMethod() : CriteriaMethod(new MagnitudeDrop(), new GradientGrowth())
{
    /// <summary>The method with its connections drawn by <paramref name="initial"/>.</summary>
    protected SparseMethod Resting(MethodContext run, IInitialTopology initial) => Resting(run, initial, Pair);
}
