using SupTickets.Kernels.Vectors;

namespace SupTickets.Kernels.Norm;

/// <summary>What an activation lets through of the gradient of y = activation(scale·x + shift + residual).</summary>
internal unsafe interface IGate
{
    /// <summary>Of <paramref name="dy"/>, what passes; <paramref name="x"/> and <paramref name="y"/> point to the same elements.</summary>
    static abstract TVector Pass<TVector, TTier>(TVector dy, float* x, float* y, TVector scale, TVector shift)
        where TVector : struct
        where TTier : ITier<TVector>;
}

/// <summary>No activation: everything.</summary>
internal readonly unsafe struct OpenGate : IGate
{
    public static TVector Pass<TVector, TTier>(TVector dy, float* x, float* y, TVector scale, TVector shift)
        where TVector : struct
        where TTier : ITier<TVector> => dy;
}

/// <summary>Relu whose output is at hand.</summary>
internal readonly unsafe struct OutputGate : IGate
{
    public static TVector Pass<TVector, TTier>(TVector dy, float* x, float* y, TVector scale, TVector shift)
        where TVector : struct
        where TTier : ITier<TVector> => TTier.WherePositive(TTier.Load(y), dy);
}

/// <summary>Relu without a residual: computes the output again, in the same rounding.</summary>
internal readonly unsafe struct InputGate : IGate
{
    public static TVector Pass<TVector, TTier>(TVector dy, float* x, float* y, TVector scale, TVector shift)
        where TVector : struct
        where TTier : ITier<TVector> => TTier.WherePositive(TTier.MultiplyAdd(scale, TTier.Load(x), shift), dy);
}
