using System.Collections.Concurrent;
using SupTickets.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace SupTickets.LibTorch;

/// <summary>
/// Keeps libtorch's float32 convolutions on the CPU right. Where a processor hides its caches, oneDNN's are silently wrong or end the process (libtorch
/// 2.10), so oneDNN is switched off before the first is computed; elsewhere every shape in use is compared with float64 once, and oneDNN is switched off at the
/// first that fails. It acts when the first network is made, for the whole process. The variable <see cref="Variable"/> changes that.
/// </summary>
public static class LibTorchSafety
{
    /// <summary>The environment variable: <c>auto</c> (as if unset), <c>safe</c> or <c>trusted</c>; see <see cref="LibTorchTrust"/>.</summary>
    public const string Variable = "SUPTICKETS_LIBTORCH";

    private static readonly Lock Gate = new();
    private static readonly ConcurrentDictionary<ConvolutionCheck, bool> Seen = [];
    private static volatile LibTorchState? state;
    private static LibTorchTrust trust;

    /// <summary>How libtorch computes convolutions now. Loads libtorch where that has not happened.</summary>
    /// <exception cref="ArgumentException">The variable holds something else.</exception>
    public static LibTorchState State
    {
        get
        {
            Prepare();
            return state!;
        }
    }

    /// <summary>The same where it is decided already; null before. Loads nothing.</summary>
    public static LibTorchState? Known => state;

    /// <summary>Decides by the processor, and makes libtorch safe where that is needed. Once; later calls do nothing.</summary>
    /// <exception cref="ArgumentException">The variable holds something else.</exception>
    public static void Prepare()
    {
        if (state is not null) return;
        lock (Gate)
        {
            if (state is not null) return;
            trust = TrustOf(Environment.GetEnvironmentVariable(Variable));
            torch.InitializeDeviceType(DeviceType.CPU);
            if (trust != LibTorchTrust.Trusted) LibTorchSwitches.DisableNnpack();
            Enter(LibTorchState.Of(trust, Processor.Current, worst: null));
        }
    }

    /// <summary>What a value of <see cref="Variable"/> says.</summary>
    /// <exception cref="ArgumentException">Nothing.</exception>
    internal static LibTorchTrust TrustOf(string? value) => value?.ToLowerInvariant() switch
    {
        null or "" or "auto" => LibTorchTrust.Auto,
        "safe" => LibTorchTrust.Safe,
        "trusted" => LibTorchTrust.Trusted,
        _ => throw new ArgumentException($"the environment variable {Variable} is '{value}'; allowed are auto, safe and trusted"),
    };

    /// <summary>Sees to it that libtorch is right for a convolution of such images, which are on the CPU and of Float32. Computes at the first of its kind only.</summary>
    /// <param name="shape">Weight and movement.</param>
    /// <param name="images">Sizes of the images, [N, C, H, W].</param>
    /// <exception cref="LibTorchException">It is not, and cannot be made so.</exception>
    internal static void Require(ConvolutionShape shape, ReadOnlySpan<long> images)
    {
        Prepare();
        if (state!.Refusal is { } refusal) throw new LibTorchException(refusal);
        // What is no batch of images is libtorch's to compute, or to refuse in its own words.
        if (trust == LibTorchTrust.Trusted || images.Length != 4 || images[0] == 0) return;
        ConvolutionCheck check = ConvolutionCheck.Of(shape, images, is_grad_enabled());
        if (Seen.ContainsKey(check)) return;
        lock (Gate)
        {
            if (Seen.ContainsKey(check)) return;
            ConvolutionError error = check.Measure();
            if (!error.Passes && state.OneDnn)
            {
                Enter(LibTorchState.Of(trust, Processor.Current, error));
                if (state.Refusal is { } impossible) throw new LibTorchException(impossible);
                error = check.Measure();
            }

            if (!error.Passes) throw new LibTorchException($"libtorch computes wrong numbers on this machine ({Processor.Current.Name}): {error}. {WaysOut}");
            state = state! with { Checked = state.Checked + 1, LargestError = Math.Max(state.LargestError, error.Relative) };
            Seen[check] = true;
        }
    }

    private static string WaysOut => $"Use the sparse engine, or set {Variable}=trusted to compute nevertheless";

    private static void Enter(LibTorchState next)
    {
        if (!next.OneDnn && !LibTorchSwitches.DisableOneDnn()) next = next with { Refusal = $"{next.Reason}; this libtorch has no switch for it. {WaysOut}" };
        // What was right one way is not known to be right the other.
        Seen.Clear();
        state = next;
    }
}
