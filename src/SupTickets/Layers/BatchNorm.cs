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
        double momentum = 0;
        if (training)
        {
            Seen.add_(Scalars.One, Scalars.One);
            momentum = Momentum ?? 1.0 / Seen.item<long>();
        }

        return nn.functional.batch_norm(
            input, RunningMean, RunningVariance, get_parameter("weight"), get_parameter("bias"), training, momentum, Epsilon);
    }

    private static T Kept<T>(T tensor)
        where T : Tensor
    {
        tensor.DetachFromDisposeScope();
        return tensor;
    }
}
