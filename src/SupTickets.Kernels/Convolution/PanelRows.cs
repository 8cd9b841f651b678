namespace SupTickets.Kernels.Convolution;

/// <summary>The rows of a panel; those beyond the last read what the first does and store nothing.</summary>
internal unsafe struct PanelRows
{
    public readonly float* Gradient0, Gradient1, Gradient2, Gradient3;
    public float* Target0, Target1, Target2, Target3;

    public PanelRows(int first, int end, float* gradients, nint plane, float* targets, nint pitch)
    {
        Gradient0 = gradients + first * plane;
        Target0 = targets + first * pitch;
        Gradient1 = first + 1 < end ? Gradient0 + plane : Gradient0;
        Target1 = first + 1 < end ? Target0 + pitch : null;
        Gradient2 = first + 2 < end ? Gradient1 + plane : Gradient0;
        Target2 = first + 2 < end ? Target1 + pitch : null;
        Gradient3 = first + 3 < end ? Gradient2 + plane : Gradient0;
        Target3 = first + 3 < end ? Target2 + pitch : null;
    }

    /// <summary>To the next places.</summary>
    public void Advance()
    {
        Target0 += PanelWeightGradient.Side;
        if (Target1 is not null) Target1 += PanelWeightGradient.Side;
        if (Target2 is not null) Target2 += PanelWeightGradient.Side;
        if (Target3 is not null) Target3 += PanelWeightGradient.Side;
    }
}
