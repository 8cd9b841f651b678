namespace SupTickets.Collective;

/// <summary>
/// The processes that train one network together, each with its share of every mini-batch. All of them call the same methods in the same
/// order; a call returns when every one has made it.
/// </summary>
internal interface ICollective
{
    /// <summary>Which of the processes this is, from 0.</summary>
    int Rank { get; }

    /// <summary>How many there are, at least 1.</summary>
    int Ranks { get; }

    /// <summary>
    /// Replaces each number by the sum over all ranks, added in the order of the ranks, so that every rank holds the same bits.
    /// </summary>
    /// <param name="numbers">As many on every rank.</param>
    void Sum(Span<float> numbers);
}
