using SupTickets.Experiments.Data;
using SupTickets.Experiments.Evaluation;
using SupTickets.Networks;
using SupTickets.Topology;
using SupTickets.Values;
using TorchSharp;
using static TorchSharp.torch;

namespace SupTickets.Experiments.Runs;

/// <summary>
/// Knowledge distillation (Hinton et al., 2015; Yin et al., 2022, Table 19): the mean of M + 1 terms, the cross-entropy with the labels
/// and, for each of the M teachers, T²·KL(teacher ‖ student) of the softmax of their scores ÷ T, both means over the mini-batch. The
/// teachers see the same augmented images.
/// </summary>
/// <param name="network">The student.</param>
/// <param name="input">Shape of one image.</param>
/// <param name="labelSmoothing">Share of the target spread over all classes, in [0, 1), in the cross-entropy with the labels.</param>
/// <param name="teachers">In evaluation mode, measured (<see cref="SparseNetwork.Measure"/>), on the student's device; not owned.</param>
/// <param name="temperature">T, above 0.</param>
public sealed class DistillationLoss(
    SparseNetwork network, ImageShape input, double labelSmoothing, IReadOnlyList<SparseNetwork> teachers, double temperature)
    : ITrainingLoss
{
    /// <summary>The forward passes of the teachers.</summary>
    public double FlopsBesides { get; } = teachers.Sum(teacher => (double)FlopCount.Inference(teacher));

    /// <inheritdoc/>
    public Tensor Of(Batch batch)
    {
        (Tensor images, Tensor labels) = batch.ToTensors(input, network.Device);
        Tensor scores = network.call(images);
        Tensor sum = nn.functional.cross_entropy(scores, labels, label_smoothing: labelSmoothing);
        foreach (SparseNetwork teacher in teachers) sum = sum.add(Divergence(ScoresOf(teacher, images), scores, temperature), Scalars.One);
        using Scalar share = (1.0 / (teachers.Count + 1)).ToScalar();
        return sum.mul(share);
    }

    /// <summary>
    /// T²·KL(teacher ‖ student), the mean over the rows of [N, classes] scores, in nats; T² keeps its gradient as large as that of the
    /// labels.
    /// </summary>
    internal static Tensor Divergence(Tensor teacher, Tensor student, double temperature)
    {
        using Scalar cooling = (1 / temperature).ToScalar();
        using Scalar scale = (temperature * temperature).ToScalar();
        using Scalar minus = (-1).ToScalar();
        Tensor expected = teacher.mul(cooling).log_softmax(1);
        Tensor given = student.mul(cooling).log_softmax(1);
        return expected.exp().mul(expected.add(given, minus)).sum(1).mean().mul(scale);
    }

    private static Tensor ScoresOf(SparseNetwork teacher, Tensor images)
    {
        using var quiet = no_grad();
        return teacher.call(images);
    }
}
