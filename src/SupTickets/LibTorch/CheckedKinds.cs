using System.Collections.Concurrent;

namespace SupTickets.LibTorch;

/// <summary>The kinds of convolutions that were found right, for one way to compute them.</summary>
internal sealed class CheckedKinds
{
    /// <summary>
    /// How many sizes of batch and image are checked for one convolution. A network that gets ever new sizes must not pay for each, in time
    /// or memory.
    /// </summary>
    public const int MostSizes = 64;

    private readonly ConcurrentDictionary<ConvolutionKind, bool> kinds = [];
    private readonly ConcurrentDictionary<ConvolutionKind, int> sizes = [];

    /// <summary>Whether such a convolution was found right.</summary>
    public bool Contains(ConvolutionKind kind) => kinds.ContainsKey(kind);

    /// <summary>Whether such a convolution needs no check: it was found right, or enough other sizes of it were.</summary>
    public bool Suffice(ConvolutionKind kind) => Contains(kind) || sizes.GetValueOrDefault(OfAnySize(kind)) >= MostSizes;

    /// <summary>Adds a kind that was found right.</summary>
    public void Add(ConvolutionKind kind)
    {
        if (kinds.TryAdd(kind, true)) sizes.AddOrUpdate(OfAnySize(kind), 1, (_, count) => count + 1);
    }

    private static ConvolutionKind OfAnySize(ConvolutionKind kind) => kind with { Samples = 0, Height = 0, Width = 0 };
}
