using SupTickets.Kernels.Norm;
using SupTickets.SparseEngine;
using SupTickets.Topology;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SupTickets.Layers;

/// <summary>
/// Batch normalisation (Ioffe and Szegedy, 2015) over [N, C, H, W] or [N, C]; ε = 1e-5. Named as in PyTorch:
/// <c>weight</c>, <c>bias</c>, <c>running_mean</c>, <c>running_var</c>, <c>num_batches_tracked</c>.
/// </summary>
public sealed class BatchNorm : nn.Module<Tensor, Tensor>
{
    /// <summary>ε.</summary>
    internal const double Epsilon = 1e-5;

    /// <summary>γ = 1, β = 0, running mean 0 and variance 1.</summary>
    public BatchNorm(int channels)
        : base(nameof(BatchNorm))
    {
        using var scope = NewDisposeScope();
        ConditionallyRegisterParameter("weight", Kept(new Parameter(CountedTensors.Ones(channels))));
        ConditionallyRegisterParameter("bias", Kept(new Parameter(CountedTensors.Zeros(channels))));
        ConditionallyRegisterBuffer("running_mean", Kept(CountedTensors.Zeros(channels)));
        ConditionallyRegisterBuffer("running_var", Kept(CountedTensors.Ones(channels)));
        ConditionallyRegisterBuffer("num_batches_tracked", Kept(zeros(1, ScalarType.Int64).squeeze()));
        RegisterComponents();
    }

    /// <summary>
    /// Share of a new batch in the running statistics, 0.1; null gives all batches since <see cref="ResetStatistics"/> the
    /// same weight, which recomputing statistics after averaging needs.
    /// </summary>
    public double? Momentum { get; set; } = 0.1;

    /// <summary>Its name in its network, for messages; null while it is in none.</summary>
    internal string? Place { get; set; }

    /// <summary>γ, [C].</summary>
    internal Parameter Gamma => get_parameter("weight")!;

    /// <summary>β, [C].</summary>
    internal Parameter Beta => get_parameter("bias")!;

    /// <summary>γ, β and ε, as the kernels of the sparse engine take them.</summary>
    internal NormParameters Learned => new() { Gamma = HostFloats.Of(Gamma), Beta = HostFloats.Of(Beta), Epsilon = Epsilon };

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
        if (GraphBuilder.Current is { } graph)
        {
            Value value = graph.Find(input);
            return graph.Add(
                new NormOperation(this, value, null, Activation.None, graph.AddValue(value.Shape, value.Rank, needsGradient: true)));
        }

        long values = input.numel() / Gamma.shape[0];
        Measurement.Current?.Saw(this, values);
        if (training) CheckBatch(values);
        if (input.dtype == ScalarType.Float64) return InDouble(input);
        return nn.functional.batch_norm(input, RunningMean, RunningVariance, Gamma, Beta, training, training ? CountBatch() : 0, Epsilon);
    }

    /// <summary>
    /// Refuses a batch with a single number in each channel, which has no variance, in PyTorch's words. libtorch would accept it and leave
    /// NaN.
    /// </summary>
    /// <param name="elements">Numbers of each channel in the batch, N·H·W.</param>
    /// <exception cref="ArgumentException">It is one.</exception>
    internal void CheckBatch(long elements)
    {
        string which = Place is null ? "batch norm" : $"batch norm '{Place}'";
        if (elements == 1) throw new ArgumentException(
            $"{which} expects more than 1 value per channel when training, samples × height × width: take more samples at a time");
    }

    /// <summary>Updates the running statistics by those of a batch, as training does.</summary>
    /// <param name="elements">Numbers of each channel in the batch, N·H·W, at least 2.</param>
    /// <param name="mean">μ, [C].</param>
    /// <param name="variance">σ², biased, [C].</param>
    internal void UpdateRunningStatistics(long elements, ReadOnlySpan<float> mean, ReadOnlySpan<float> variance)
    {
        Span<float> runningMean = HostFloats.Of(RunningMean), runningVariance = HostFloats.Of(RunningVariance);
        double share = CountBatch(), correction = (double)elements / (elements - 1);
        for (int channel = 0; channel < mean.Length; channel++)
        {
            runningMean[channel] = (float)((1 - share) * runningMean[channel] + share * mean[channel]);
            runningVariance[channel] = (float)((1 - share) * runningVariance[channel] + share * correction * variance[channel]);
        }
    }

    /// <summary>
    /// The factors and summands of the sparse engine's kernels in evaluation, from the running statistics; see <see cref="NormConstants"/>.
    /// </summary>
    /// <param name="statistics">Receives all of them.</param>
    internal void Describe(NormStatistics statistics)
    {
        HostFloats.Of(RunningMean).CopyTo(statistics.Mean);
        HostFloats.Of(RunningVariance).CopyTo(statistics.Variance);
        NormConstants.Invoke(Learned, statistics);
    }

    // libtorch needs all tensors of one type; the statistics are copied back afterwards.
    private Tensor InDouble(Tensor input)
    {
        using var scope = NewDisposeScope();
        Tensor mean = RunningMean.to(input.dtype), variance = RunningVariance.to(input.dtype);
        Tensor output = nn.functional.batch_norm(
            input, mean, variance, Gamma.to(input.dtype), Beta.to(input.dtype), training, training ? CountBatch() : 0, Epsilon);
        using var quiet = no_grad();
        RunningMean.copy_(mean);
        RunningVariance.copy_(variance);
        return output.MoveToOuterDisposeScope();
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
