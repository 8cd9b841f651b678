namespace SupTickets.LibTorch;

/// <summary>How far libtorch's convolutions are trusted; the environment variable <see cref="LibTorchSafety.Variable"/> says.</summary>
internal enum LibTorchTrust
{
    /// <summary>As far as the processor and a check against float64 allow: the default, <c>auto</c>.</summary>
    Auto,

    /// <summary>Not at all: oneDNN is switched off, <c>safe</c>.</summary>
    Safe,

    /// <summary>Entirely: libtorch stays as it is and nothing is checked, <c>trusted</c>.</summary>
    Trusted,
}
