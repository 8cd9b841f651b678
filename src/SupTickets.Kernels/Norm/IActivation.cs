using SupTickets.Kernels.Vectors;

namespace SupTickets.Kernels.Norm;

/// <summary>An <see cref="Activation"/> of one vector.</summary>
internal interface IActivation
{
    static abstract TVector Of<TVector, TTier>(TVector value)
        where TVector : struct
        where TTier : ITier<TVector>;
}

/// <summary><see cref="Activation.None"/>.</summary>
internal readonly struct Keep : IActivation
{
    public static TVector Of<TVector, TTier>(TVector value)
        where TVector : struct
        where TTier : ITier<TVector> => value;
}

/// <summary><see cref="Activation.Relu"/>.</summary>
internal readonly struct Clip : IActivation
{
    public static TVector Of<TVector, TTier>(TVector value)
        where TVector : struct
        where TTier : ITier<TVector> => TTier.Max(value, TTier.Broadcast(0));
}
