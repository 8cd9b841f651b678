using SupTickets.Kernels.Layout;
using SupTickets.SparseEngine;

namespace SupTickets.Layers;

/// <summary>
/// The shortcut without parameters: every <paramref name="stride"/>-th pixel, with channels of zeros before and after its own.
/// </summary>
internal sealed unsafe class ShortcutOperation(int stride, int before, int after, Value input, Value output) : KernelOperation
{
    public override IReadOnlyList<Value> Inputs { get; } = [input];

    public override Value Output => output;

    public override IEnumerable<Value> ReadAgain => [];

    // Numbers copied: the taken pixels of the input's channels.
    private double Numbers => (double)output.Shape.Length * input.Shape.Channels / output.Shape.Channels + output.Shape.Length;

    internal override bool CanRepeat => true;

    public override void Forward(Run run)
    {
        using var lap = run.Time("shortcut", output.Shape, Numbers);
        Kernels.Elementwise.ChannelPadShortcut.Forward(run.Threads, input.Shape, stride, before, after, run[input], run[output]);
    }

    public override void Backward(Run run)
    {
        if (!input.NeedsGradient) return;
        float* target = run.GradientOf(input, out GradientStore store);
        using var lap = run.Time("shortcut gradient", output.Shape, Numbers);
        Kernels.Elementwise.ChannelPadShortcut.Backward(
            run.Threads, input.Shape, stride, before, after, run.GradientOf(output), target, store);
    }
}
