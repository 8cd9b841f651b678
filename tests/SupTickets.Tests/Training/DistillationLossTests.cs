using SupTickets.Experiments.Data;
using SupTickets.Experiments.Runs;
using SupTickets.Layers;
using SupTickets.Networks;
using SupTickets.Values;
using TorchSharp;
using static TorchSharp.torch;

namespace SupTickets.Tests.Training;

public sealed class DistillationLossTests
{
    private static readonly ImageShape Input = new(1, 2, 2);

    [Fact]
    public void The_divergence_of_two_classes_by_hand()
    {
        using var scope = NewDisposeScope();
        // At T = 2 the teacher's odds are e^(ln 9 ÷ 2) = 3 : 1, the student's 1 : 1.
        Tensor teacher = tensor(new[] { MathF.Log(9), 0f }, [1, 2]), student = zeros(1, 2);
        double expected = 4 * (0.75 * Math.Log(0.75 / 0.5) + 0.25 * Math.Log(0.25 / 0.5));
        Assert.Equal(expected, DistillationLoss.Divergence(teacher, student, 2).item<float>(), 1e-6);
        Assert.Equal(0, DistillationLoss.Divergence(teacher, teacher, 2).item<float>(), 1e-6);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(0.5)]
    public void The_divergence_and_its_gradient_are_those_of_libtorch(double temperature)
    {
        using var scope = NewDisposeScope();
        Tensor teacher = Numbers(1, 7, 5), student = Numbers(2, 7, 5).requires_grad_(), same = Numbers(2, 7, 5).requires_grad_();
        Tensor ours = DistillationLoss.Divergence(teacher, student, temperature);
        using Scalar warmth = temperature.ToScalar(), scale = (temperature * temperature / 7).ToScalar();
        Tensor theirs = nn.functional.kl_div(
            nn.functional.log_softmax(same.div(warmth), 1), nn.functional.softmax(teacher.div(warmth), 1), log_target: false,
            reduction: nn.Reduction.Sum).mul(scale);
        ours.backward();
        theirs.backward();
        Assert.Equal(theirs.item<float>(), ours.item<float>(), 1e-5 * Math.Abs(theirs.item<float>()));
        Assert.True(allclose(same.grad!, student.grad!, 1e-4, 1e-6));
        // T² keeps the gradient as large as without: at high temperatures it tends to that of half the squared difference of centred
        // scores.
        Assert.InRange(student.grad!.abs().max().item<float>(), 1e-3, 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Labels_and_each_teacher_have_the_same_weight(int count)
    {
        using var scope = NewDisposeScope();
        using SparseNetwork student = Network(0);
        SparseNetwork[] teachers = [.. Enumerable.Range(1, count).Select(Network)];
        Batch batch = new([.. Numbers(9, 3, 4).data<float>()], [0, 2, 1], 3);
        DistillationLoss loss = new(student, Input, 0.1, teachers, 4);
        Tensor images = Numbers(9, 3, 1, 2, 2);
        double sum = nn.functional.cross_entropy(student.call(images), tensor(new long[] { 0, 2, 1 }), label_smoothing: 0.1).item<float>();
        using Scalar warmth = 4.ToScalar();
        foreach (SparseNetwork teacher in teachers)
        {
            Tensor given = student.call(images).div(warmth).log_softmax(1), expected = teacher.call(images).div(warmth).softmax(1);
            sum += 16 * nn.functional.kl_div(given, expected, log_target: false, reduction: nn.Reduction.Sum).item<float>() / 3;
        }

        Tensor value = loss.Of(batch);
        Assert.Equal(sum / (count + 1), value.item<float>(), 1e-5);

        value.backward();
        Assert.NotNull(student.Layers[0].Weight.Values.grad);
        Assert.All(teachers, teacher => Assert.Null(teacher.Layers[0].Weight.Values.grad));
        // 2 FLOPs for each of 4·3 connections of each teacher.
        Assert.Equal(24 * count, loss.FlopsBesides);
        foreach (SparseNetwork teacher in teachers) teacher.Dispose();
    }

    private static SparseNetwork Network(int seed)
    {
        SparseNetwork network = new(nn.Sequential(("flatten", new Flatten()), ("fc", new SparseLinear(4, 3))));
        network.Initialize(new Seed((ulong)seed));
        network.Measure(Input);
        return network;
    }

    private static Tensor Numbers(ulong seed, params long[] sizes)
    {
        var random = new Seed(seed).Stream();
        return tensor(Enumerable.Range(0, (int)sizes.Aggregate((a, b) => a * b)).Select(_ => (float)random.NextNormal()).ToArray(), sizes);
    }
}
