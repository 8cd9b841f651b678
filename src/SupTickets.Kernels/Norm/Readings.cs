using System.Runtime.CompilerServices;
using SupTickets.Kernels.Vectors;

namespace SupTickets.Kernels.Norm;

/// <summary>How one channel of a <see cref="NormalizedInput"/> is read.</summary>
internal unsafe interface IReading<TVector, TSelf>
    where TVector : struct
    where TSelf : struct, IReading<TVector, TSelf>
{
    static abstract TSelf Of(in NormalizedInput input, int channel);

    TVector Read(float* source);
}

/// <summary>As it lies.</summary>
internal readonly unsafe struct AsItLies<TVector, TTier> : IReading<TVector, AsItLies<TVector, TTier>>
    where TVector : struct
    where TTier : ITier<TVector>
{
    public static AsItLies<TVector, TTier> Of(in NormalizedInput input, int channel) => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Read(float* source) => TTier.Load(source);
}

/// <summary>Normalised on the way.</summary>
internal readonly unsafe struct Normalized<TVector, TTier, TActivation>(TVector scale, TVector shift)
    : IReading<TVector, Normalized<TVector, TTier, TActivation>>
    where TVector : struct
    where TTier : ITier<TVector>
    where TActivation : IActivation
{
    public static Normalized<TVector, TTier, TActivation> Of(in NormalizedInput input, int channel) =>
        new(TTier.Broadcast(input.Scale[channel]), TTier.Broadcast(input.Shift[channel]));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Read(float* source) =>
        TActivation.Of<TVector, TTier>(TTier.MultiplyAdd(scale, TTier.Load(source), shift));
}
