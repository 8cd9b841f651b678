using SupTickets.Kernels.Convolution;
using SupTickets.Kernels.Vectors;
using TorchSharp;
using static TorchSharp.torch;

namespace SupTickets.LibTorch;

/// <summary>
/// Keeps libtorch's float32 convolutions on the CPU right. On a processor that hides its caches, oneDNN's convolutions are silently wrong
/// or end the process (libtorch 2.10), so oneDNN is switched off before the first one. On every machine each kind of convolution in the
/// layers of a network is compared with float64 once, and oneDNN is switched off when one fails. This starts when the first network is
/// made, for the whole process. The variable <see cref="Variable"/> changes it.
/// </summary>
internal static class LibTorchSafety
{
    /// <summary>
    /// The environment variable: <c>auto</c> (as if unset), <c>safe</c> or <c>trusted</c>; see <see cref="LibTorchTrust"/>.
    /// </summary>
    public const string Variable = "SUPTICKETS_LIBTORCH";

    private static readonly Lock Gate = new();
    private static volatile LibTorchGuard? guard;

    /// <summary>How libtorch computes convolutions now. Loads libtorch where that has not happened.</summary>
    /// <exception cref="FormatException">The variable holds something else.</exception>
    public static LibTorchState State
    {
        get
        {
            Prepare();
            return guard!.State;
        }
    }

    /// <summary>The state, if it has been decided; else null. Does not load libtorch.</summary>
    public static LibTorchState? Known => guard?.State;

    /// <summary>Decides by the processor, and makes libtorch safe if needed. Only the first call does anything.</summary>
    /// <exception cref="FormatException">The variable holds something else.</exception>
    public static void Prepare()
    {
        if (guard is not null) return;
        lock (Gate)
        {
            if (guard is not null) return;
            LibTorchTrust trust = TrustOf(Environment.GetEnvironmentVariable(Variable));
            torch.InitializeDeviceType(DeviceType.CPU);
            if (trust != LibTorchTrust.Trusted) LibTorchSwitches.DisableNnpack();
            guard = new(trust, Processor.Current, LibTorchSwitches.SwitchOneDnn, kind => new ConvolutionCheck(kind).Measure());
        }
    }

    /// <summary>The meaning of a value of <see cref="Variable"/>.</summary>
    /// <exception cref="FormatException">It has none.</exception>
    internal static LibTorchTrust TrustOf(string? value) => value?.ToLowerInvariant() switch
    {
        null or "" or "auto" => LibTorchTrust.Auto,
        "safe" => LibTorchTrust.Safe,
        "trusted" => LibTorchTrust.Trusted,
        _ => throw new FormatException($"the environment variable {Variable} is '{value}'; allowed are auto, safe and trusted"),
    };

    /// <summary>
    /// Makes sure that libtorch is right for such a convolution, if it is one of Float32 on the CPU. Computes only for the first of a kind.
    /// </summary>
    /// <param name="shape">Channels of the whole convolution, over all groups, and movement.</param>
    /// <param name="images">
    /// [N, C, H, W], or [C, H, W] for a batch of one. Other sizes are left to libtorch, which computes or refuses them.
    /// </param>
    /// <param name="weight">[K, C ÷ groups, kernel height, kernel width].</param>
    /// <param name="hasBias">Whether a bias is added within it.</param>
    /// <param name="groups">Groups of channels that are convolved separately.</param>
    /// <param name="added">Rows and columns of padding that libtorch adds to the images first.</param>
    /// <exception cref="LibTorchException">It is not, and cannot be made so.</exception>
    internal static void Require(
        ConvolutionShape shape, Tensor images, Tensor weight, bool hasBias, int groups = 1, (int Rows, int Columns) added = default)
    {
        // Other types and devices are computed by other libraries.
        if (!IsFloatOnCpu(images) || !IsFloatOnCpu(weight)) return;
        // As libtorch does it.
        using Tensor? one = images.dim() == 3 ? images.unsqueeze(0) : null;
        Tensor batch = one ?? images;
        if (batch.shape is not [> 0, var channels, _, _] || channels != shape.Inputs) return;
        Prepare();
        ConvolutionKind kind = ConvolutionKind.Of(shape, batch, weight, hasBias);
        guard!.Require(kind with { Groups = groups, Height = kind.Height + added.Rows, Width = kind.Width + added.Columns });
    }

    /// <summary>Whether such a convolution was found right in this process.</summary>
    internal static bool HasChecked(ConvolutionKind kind) => guard?.HasChecked(kind) == true;

    /// <summary>Switches oneDNN off for a resumed run that had it off.</summary>
    /// <param name="reason">Why, in words.</param>
    /// <returns>To be disposed when the run ends; null where oneDNN stays on: the user trusts it, or this libtorch has no switch.</returns>
    internal static IDisposable? GoWithoutOneDnn(string reason)
    {
        Prepare();
        return guard!.GoWithoutOneDnn(reason);
    }

    /// <summary>Registers a run. If oneDNN is off for another run, it stays off until this one ends too.</summary>
    /// <returns>To be disposed when the run ends.</returns>
    internal static IDisposable Join()
    {
        Prepare();
        return guard!.Join();
    }

    private static bool IsFloatOnCpu(Tensor tensor) => tensor.dtype == ScalarType.Float32 && tensor.device_type == DeviceType.CPU;
}
