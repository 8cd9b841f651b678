namespace SupTickets.Kernels.Convolution;

/// <summary>Four rows of a dense gather, over one chunk. Beyond the last row it is repeated: computed and stored once more.</summary>
internal readonly unsafe struct Panel
{
    /// <summary>Rows of a panel.</summary>
    public const int Height = 4;

    public readonly float* Weights0, Weights1, Weights2, Weights3;
    public readonly float* From0, From1, From2, From3;
    public readonly float* To0, To1, To2, To3;
    public readonly float Start0, Start1, Start2, Start3;

    /// <summary>The panel of some rows.</summary>
    /// <param name="first">Its first row.</param>
    /// <param name="rows">Rows of all panels.</param>
    /// <param name="weights">Each row's weights of the chunk.</param>
    /// <param name="from">Each row's sums so far; null where they begin with the bias.</param>
    /// <param name="to">Where each row's sums go.</param>
    /// <param name="bias">One for each row, or null.</param>
    public Panel(int first, int rows, RowsInMemory weights, RowsInMemory? from, RowsInMemory to, float* bias)
    {
        int second = Math.Min(first + 1, rows - 1), third = Math.Min(first + 2, rows - 1), fourth = Math.Min(first + 3, rows - 1);
        Weights0 = weights.Row(first);
        Weights1 = weights.Row(second);
        Weights2 = weights.Row(third);
        Weights3 = weights.Row(fourth);
        To0 = to.Row(first);
        To1 = to.Row(second);
        To2 = to.Row(third);
        To3 = to.Row(fourth);
        if (from is { } sums)
        {
            From0 = sums.Row(first);
            From1 = sums.Row(second);
            From2 = sums.Row(third);
            From3 = sums.Row(fourth);
        }
        else if (bias is not null)
        {
            Start0 = bias[first];
            Start1 = bias[second];
            Start2 = bias[third];
            Start3 = bias[fourth];
        }
    }

    /// <summary>For each weight of a row what it reads for position 0.</summary>
    public required int* Offsets { get; init; }

    /// <summary>Weights of a row.</summary>
    public required nint Count { get; init; }

    /// <summary>Whether the sums begin with those so far.</summary>
    public bool Continues => From0 is not null;
}
