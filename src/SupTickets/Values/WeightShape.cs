namespace SupTickets.Values;

/// <summary>
/// The dense shape of a weight: [outputs, inputs] of a linear layer or [outputs, inputs, kernel height, kernel width]
/// of a convolution. Positions are flat indices into it, row-major.
/// </summary>
public sealed record WeightShape
{
    /// <summary>A shape with the given positive sizes, two or four of them.</summary>
    /// <exception cref="ArgumentException">
    /// The rank is neither two nor four, a size is not positive, or there are more positions than an int can number.
    /// </exception>
    public WeightShape(params IReadOnlyList<long> sizes)
    {
        if (sizes.Count is not (2 or 4) || sizes.Any(size => size <= 0))
            throw new ArgumentException($"a weight has 2 or 4 positive sizes, not [{string.Join(", ", sizes)}]", nameof(sizes));
        decimal positions = sizes.Aggregate(1m, (product, size) => product * size);
        if (positions > int.MaxValue)
            throw new ArgumentException($"[{string.Join(", ", sizes)}] has {positions} positions, more than {int.MaxValue}", nameof(sizes));
        Sizes = [.. sizes];
        Positions = (int)positions;
    }

    /// <summary>The sizes, outputs first.</summary>
    public IReadOnlyList<long> Sizes { get; }

    /// <summary>How many positions the dense weight has.</summary>
    public int Positions { get; }

    /// <summary>Output neurons or channels.</summary>
    public long Outputs => Sizes[0];

    /// <summary>Input neurons or channels.</summary>
    public long Inputs => Sizes[1];

    /// <summary>Inputs that feed one output: inputs × kernel area.</summary>
    public long FanIn => Positions / Sizes[0];

    /// <summary>Whether both shapes have the same sizes.</summary>
    public bool Equals(WeightShape? other) => other is not null && Sizes.SequenceEqual(other.Sizes);

    /// <inheritdoc/>
    public override int GetHashCode() => Sizes.Aggregate(Sizes.Count, HashCode.Combine);

    /// <summary>The sizes as written in Python: <c>[64, 3, 3, 3]</c>.</summary>
    public override string ToString() => $"[{string.Join(", ", Sizes)}]";
}
