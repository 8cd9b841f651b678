using SupTickets.Layers.Blocked;
using SupTickets.Topology;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SupTickets.Layers;

/// <summary>
/// Batch normalisation (Ioffe and Szegedy, 2015) over [N, C, H, W] or [N, C]; ε = 1e-5. Named as in PyTorch:
/// <c>weight</c>, <c>bias</c>, <c>running_mean</c>, <c>running_var</c>, <c>num_batches_tracked</c>.
/// </summary>
public sealed class BatchNorm : nn.Module<Tensor, Tensor>, ITraced
{
    private const double Epsilon = 1e-5;

    /// <summary>γ = 1, β = 0, running mean 0 and variance 1.</summary>
    public BatchNorm(int channels)
        : base(nameof(BatchNorm))
    {
        using var scope = NewDisposeScope();
        ConditionallyRegisterParameter("weight", Kept(new Parameter(ones(channels))));
        ConditionallyRegisterParameter("bias", Kept(new Parameter(zeros(channels))));
        ConditionallyRegisterBuffer("running_mean", Kept(zeros(channels)));
        ConditionallyRegisterBuffer("running_var", Kept(ones(channels)));
        ConditionallyRegisterBuffer("num_batches_tracked", Kept(zeros(1, ScalarType.Int64).squeeze()));
        RegisterComponents();
    }

    /// <summary>
    /// Share of a new batch in the running statistics, 0.1; null gives all batches since <see cref="ResetStatistics"/> the
    /// same weight, which recomputing statistics after averaging needs.
    /// </summary>
    public double? Momentum { get; set; } = 0.1;

    Tracer? ITraced.Tracer { get; set; }

    /// <summary>γ, [C].</summary>
    internal Parameter Gamma => get_parameter("weight")!;

    /// <summary>β, [C].</summary>
    internal Parameter Beta => get_parameter("bias")!;

    private Tensor RunningMean => get_buffer("running_mean")!;

    private Tensor RunningVariance => get_buffer("running_var")!;

    private Tensor Seen => get_buffer("num_batches_tracked")!;

    /// <summary>Forgets the running statistics.</summary>
    public void ResetStatistics()
    {
        using var scope = NewDisposeScope();
        RunningMean.zero_();
        RunningVariance.fill_(Scalars.One);
        Seen.zero_();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        if (((ITraced)this).Tracer is { } tracer) return tracer.Normalized(this, input);
        return nn.functional.batch_norm(input, RunningMean, RunningVariance, Gamma, Beta, training, training ? CountBatch() : 0, Epsilon);
    }

    /// <summary>
    /// What the kernels of the sparse engine multiply and add: scale = γ/√(σ² + ε), shift = β − μ·scale. In training, a batch's statistics
    /// come in and enter the running ones; else the running ones come out.
    /// </summary>
    /// <param name="elements">Numbers of each channel in the batch, N·H·W.</param>
    /// <param name="mean">μ, [C].</param>
    /// <param name="variance">σ², biased, [C]; becomes 1/√(σ² + ε).</param>
    /// <param name="scale">Receives the factors, [C].</param>
    /// <param name="shift">Receives the offsets, [C].</param>
    /// <exception cref="ArgumentException">In training, a channel has a single number.</exception>
    internal void Describe(long elements, Span<float> mean, Span<float> variance, Span<float> scale, Span<float> shift)
    {
        Span<float> runningMean = HostFloats.Of(RunningMean), runningVariance = HostFloats.Of(RunningVariance);
        if (training)
        {
            // A single number has no variance; PyTorch refuses it with the same words.
            if (elements == 1) throw new ArgumentException("batch norm expects more than 1 value per channel when training");
            Follow(CountBatch(), (double)elements / (elements - 1), mean, variance, runningMean, runningVariance);
        }
        else
        {
            runningMean.CopyTo(mean);
            runningVariance.CopyTo(variance);
        }

        Span<float> gamma = HostFloats.Of(Gamma), beta = HostFloats.Of(Beta);
        for (int channel = 0; channel < mean.Length; channel++)
        {
            variance[channel] = (float)(1 / Math.Sqrt(variance[channel] + Epsilon));
            scale[channel] = gamma[channel] * variance[channel];
            shift[channel] = beta[channel] - mean[channel] * scale[channel];
        }
    }

    private static void Follow(double share, double correction, Span<float> mean, Span<float> variance, Span<float> runningMean, Span<float> runningVariance)
    {
        for (int channel = 0; channel < mean.Length; channel++)
        {
            runningMean[channel] = (float)((1 - share) * runningMean[channel] + share * mean[channel]);
            runningVariance[channel] = (float)((1 - share) * runningVariance[channel] + share * correction * variance[channel]);
        }
    }

    // The new batch's share in the running statistics.
    private double CountBatch()
    {
        Seen.add_(Scalars.One, Scalars.One);
        return Momentum ?? 1.0 / Seen.item<long>();
    }

    private static T Kept<T>(T tensor)
        where T : Tensor
    {
        tensor.DetachFromDisposeScope();
        return tensor;
    }
}
