using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SupTickets.Kernels.Layout;
using SupTickets.Kernels.Norm;
using SupTickets.SparseEngine;
using static TorchSharp.torch;

namespace SupTickets.Layers;

/// <summary>
/// Batch norm, fused with the residual sum and the ReLU that follow it, if any. Where convolutions and max pools alone read its output they
/// normalise what they read, and what is left for it to do is statistics.
/// </summary>
internal sealed unsafe class NormOperation(
    BatchNorm norm, Value input, Value? residual, Activation activation, Value output, bool isLeftToReaders = false)
    : KernelOperation
{
    public override nn.Module Module => norm;

    internal override bool IsFused => residual is not null;

    public override IReadOnlyList<Value> Inputs { get; } = residual is null ? [input] : [input, residual];

    public override Value Output => output;

    // Without a residual, the input shows where the ReLU let values through.
    public override IEnumerable<Value> ReadAgain => residual is null || activation == Activation.None ? [input] : [input, output];

    internal override IReadOnlyList<Value> MayOverwrite => Inputs;

    internal override Value? GradientPassesTo => input;

    internal override bool CanRepeat => !isLeftToReaders;

    /// <summary>What it normalises.</summary>
    public Value Input => input;

    // Fuses the residual sum and the ReLU that follow.
    internal override Operation? MergedWith(Operation next) => (next, residual, activation) switch
    {
        (SumOperation sum, null, Activation.None) => new NormOperation(norm, input, sum.Shortcut, Activation.None, sum.Output),
        (ReluOperation relu, _, Activation.None) => new NormOperation(norm, input, residual, Activation.Relu, relu.Output),
        _ => null,
    };

    internal override bool Writes(RunPurpose purpose) => !isLeftToReaders || purpose == RunPurpose.Watching;

    internal override (Operation Unwritten, IReadOnlyList<Operation> Readers)? LeaveTo(IReadOnlyList<Operation> readers)
    {
        // A layer that sees all pixels as features, behind Flatten, knows nothing of channels.
        if (residual is not null || !readers.All(reader => reader is INormalizing && reader.Inputs[0].Shape == input.Shape)) return null;
        NormOperation statistics = new(norm, input, null, activation, output, isLeftToReaders: true);
        return (statistics, [.. readers.Cast<INormalizing>().Select(reader => reader.ReadingThrough(statistics))]);
    }

    /// <summary>The output as its readers compute it on the way.</summary>
    public NormalizedInput AsInput(Run run)
    {
        Notes notes = NotesOf(run);
        return new() { X = run[input], Scale = Pinned(notes.Scale), Shift = Pinned(notes.Shift), Activation = activation };

        static float* Pinned(float[] array) => (float*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(array));
    }

    private double Numbers => (double)input.Shape.Length * (residual is null ? 2 : 3);

    public override void Forward(Run run)
    {
        bool writes = Writes(run.Purpose);
        using var lap = writes
            ? run.Time("batch norm", input.Shape, Numbers)
            : run.Time("batch norm statistics", input.Shape, norm.training ? input.Shape.Length : 0);
        Notes notes = NotesOf(run);
        notes.Statistics = norm.training ? StatisticsKind.Batch : StatisticsKind.Running;
        long elements = (long)input.Shape.Samples * input.Shape.Area;
        if (norm.training) norm.CheckBatch(elements);
        switch (norm.training, writes)
        {
            case (true, true):
                BatchNormForward.Invoke(run.Threads, PassOf(run), norm.Learned, notes.Made);
                break;
            case (true, false):
                BatchNormForward.Prepare(run.Threads, input.Shape, run[input], norm.Learned, notes.Made);
                break;
            default:
                norm.Describe(notes.Made);
                if (writes) NormalizeActivate.Invoke(run.Threads, PassOf(run), notes.Scale, notes.Shift);
                break;
        }

        if (norm.training) norm.UpdateRunningStatistics(elements, notes.Mean, notes.Variance);
    }

    // With the statistics of the forward pass, which must not enter the running ones twice.
    internal override void Repeat(Run run)
    {
        using var lap = run.Time("batch norm again", input.Shape, Numbers);
        Notes notes = NotesOf(run);
        NormalizeActivate.Invoke(run.Threads, PassOf(run), notes.Scale, notes.Shift);
    }

    public override void Backward(Run run)
    {
        Notes notes = NotesOf(run);
        int channels = input.Shape.Channels;
        Span<float> dGamma = new(Run.PointerTo(run.ParameterGradient(norm.Gamma)), channels);
        Span<float> dBeta = new(Run.PointerTo(run.ParameterGradient(norm.Beta)), channels);
        float* y = residual is null || activation == Activation.None ? null : run[output];
        float* gradient = run.GradientOf(output);
        GradientStore store = GradientStore.Write;
        float* shortcut = residual is { NeedsGradient: true } ? run.GradientOf(residual, out store) : null;
        using (run.Time(
            "batch norm gradient", input.Shape, (double)input.Shape.Length * (3 + (y is null ? 0 : 1) + (shortcut is null ? 0 : 1))))
        {
            NormPass pass = new() { Shape = input.Shape, X = run[input], Activation = activation, Y = y };
            NormGradients gradients = new() { Dy = gradient, Dx = gradient, DResidual = shortcut, ResidualStore = store };
            BatchNormGradient.Invoke(run.Threads, pass, notes.Made, notes.Statistics, gradients, dGamma, dBeta);
        }

        if (input.NeedsGradient) run.PassOn(output, input);
    }

    private NormPass PassOf(Run run) => new()
    {
        Shape = input.Shape,
        X = run[input],
        Residual = residual is null ? null : run[residual],
        Activation = activation,
        Y = run[output],
    };

    private Notes NotesOf(Run run) => run.Notes(this, () => new Notes(input.Shape.Channels));

    private sealed class Notes(int channels)
    {
        public float[] Mean { get; } = new float[channels];

        public float[] Variance { get; } = new float[channels];

        public float[] InverseDeviation { get; } = new float[channels];

        // Readers of the output have pointers to these two.
        public float[] Scale { get; } = GC.AllocateArray<float>(channels, pinned: true);

        public float[] Shift { get; } = GC.AllocateArray<float>(channels, pinned: true);

        public NormStatistics Made =>
            new() { Mean = Mean, Variance = Variance, InverseDeviation = InverseDeviation, Scale = Scale, Shift = Shift };

        // Kept for the backward pass, by when the norm's mode may have changed.
        public StatisticsKind Statistics { get; set; }
    }
}
