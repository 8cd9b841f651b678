namespace SupTickets.Collective;

/// <summary>One process alone: every sum is what it was.</summary>
internal sealed class SingleProcess : ICollective
{
    private SingleProcess()
    {
    }

    /// <summary>The one.</summary>
    public static SingleProcess Alone { get; } = new();

    /// <inheritdoc/>
    public int Rank => 0;

    /// <inheritdoc/>
    public int Ranks => 1;

    /// <inheritdoc/>
    public void Sum(Span<float> numbers)
    {
    }
}
