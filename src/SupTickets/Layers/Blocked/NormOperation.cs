using SupTickets.Kernels;

namespace SupTickets.Layers.Blocked;

/// <summary>Batch norm, with the residual that is added after it and the ReLU that follows, where there are such.</summary>
internal sealed unsafe class NormOperation(BatchNorm norm, Value input, Value? residual, Activation activation, Value output) : Operation
{
    private const int Mean = 0, InverseDeviation = 1, Scale = 2, Shift = 3, Kinds = 4;

    public Value? Residual => residual;

    public Activation Activation => activation;

    public override IReadOnlyList<Value> Inputs { get; } = residual is null ? [input] : [input, residual];

    public override Value Output => output;

    // Without a residual the input tells where the ReLU was open.
    public override IEnumerable<Value> ReadAgain => residual is null || activation == Activation.None ? [input] : [input, output];

    /// <summary>The same norm, followed by more.</summary>
    public NormOperation With(Value? added, Activation last, Value result) => new(norm, input, added, last, result);

    public override void Forward(Run run)
    {
        int channels = input.Shape.Channels;
        float[] notes = run.Notes(this, Kinds * channels);
        Span<float> mean = Of(notes, Mean), inverse = Of(notes, InverseDeviation);
        // The second of them holds the variances first.
        if (norm.training) BatchStatistics.Invoke(run.Threads, input.Shape, run[input], mean, inverse);
        norm.Describe((long)input.Shape.Samples * input.Shape.Area, mean, inverse, Of(notes, Scale), Of(notes, Shift));
        NormalizeActivate.Invoke(run.Threads, input.Shape, run[input], residual is null ? null : run[residual], Of(notes, Scale), Of(notes, Shift), activation, run[output]);
    }

    public override void Backward(Run run)
    {
        float[] notes = run.Notes(this, Kinds * input.Shape.Channels);
        Span<float> mean = Of(notes, Mean), inverse = Of(notes, InverseDeviation), scale = Of(notes, Scale), shift = Of(notes, Shift);
        Span<float> dGamma = new(Run.PointerTo(run.ParameterGradient(norm.Gamma)), mean.Length), dBeta = new(Run.PointerTo(run.ParameterGradient(norm.Beta)), mean.Length);
        float* y = residual is null || activation == Activation.None ? null : run[output];
        float* gradient = run.GradientOf(output);
        BatchNormGradient.Sums(run.Threads, input.Shape, run[input], y, gradient, mean, inverse, scale, shift, activation, dGamma, dBeta);
        GradientStore store = GradientStore.Write;
        float* shortcut = residual is { NeedsGradient: true } ? run.GradientOf(residual, out store) : null;
        StatisticsKind kind = norm.training ? StatisticsKind.Batch : StatisticsKind.Running;
        BatchNormGradient.Inputs(
            run.Threads, input.Shape, run[input], y, gradient, mean, inverse, scale, shift, activation, dGamma, dBeta, kind, gradient, shortcut, store);
        if (!input.NeedsGradient) return;
        if (run.HasGradient(input)) Sum.Backward(run.Threads, input.Shape.Length, gradient, run.GradientOf(input, out _), GradientStore.Add);
        else run.PassOn(output, input);
    }

    private Span<float> Of(float[] notes, int kind) => notes.AsSpan(kind * input.Shape.Channels, input.Shape.Channels);
}
