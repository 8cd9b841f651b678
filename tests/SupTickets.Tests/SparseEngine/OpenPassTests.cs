using System.Runtime.InteropServices;
using SupTickets.SparseEngine;
using SupTickets.Tests.Cli.Commands;
using SupTickets.Topology;
using SupTickets.Training;
using SupTickets.Values;
using static TorchSharp.torch;
using BlockedProgram = SupTickets.SparseEngine.Program;
using Parameter = TorchSharp.Modules.Parameter;

namespace SupTickets.Tests.SparseEngine;

/// <summary>What may happen between a forward and its backward pass, and backward passes that fail.</summary>
[Collection(nameof(WholeRuns))]
public sealed class OpenPassTests
{
    private static readonly ImageShape Input = new(3, 8, 8);

    [Fact]
    public void The_number_of_threads_may_change()
    {
        using var scope = NewDisposeScope();
        using EnginePair pair = EnginePair.Of("resnet20", Input, 0.25, 0.8);
        Tensor images = EnginePair.Images(19, Input, seed: 5), others = EnginePair.Images(16, Input, seed: 6);
        int before = get_num_threads();
        try
        {
            // The third finds free what the second was left with.
            StepRecord expected = Step(1), changed = Step(2), again = Step(1);
            Assert.All(expected.Names, name => Assert.Equal(expected[name], changed[name]));
            Assert.All(expected.Names, name => Assert.Equal(expected[name], again[name]));
        }
        finally
        {
            set_num_threads(before);
        }

        StepRecord Step(int later)
        {
            pair.Sparse.Restore(pair.State);
            set_num_threads(1);
            return StepRecord.Of(pair.Sparse, () =>
            {
                Tensor loss = nn.functional.cross_entropy(pair.Sparse.call(images), EnginePair.Labels(19));
                set_num_threads(later);
                pair.Sparse.call(others);
                return loss;
            });
        }
    }

    [Fact]
    public void A_network_that_is_disposed_meanwhile_is_an_error_in_words()
    {
        using var scope = NewDisposeScope();
        EnginePair pair = EnginePair.Of("resnet20", Input, 0.25, 0.8);
        Tensor images = EnginePair.Images(5, Input, seed: 5), first = pair.Sparse.call(images)
            .sum(), second = pair.Sparse.call(images).sum();
        pair.Dispose();
        var refusal = Assert.Throws<ObjectDisposedException>(() => StepRunner.Backward(() => first));
        Assert.Contains("before the backward pass", refusal.Message, StringComparison.Ordinal);
        Assert.ThrowsAny<ExternalException>(() => second.backward());
        Assert.Throws<ObjectDisposedException>(() => pair.Sparse.call(images));
    }

    [Fact]
    public void So_are_connections_that_change_meanwhile()
    {
        using var scope = NewDisposeScope();
        using EnginePair pair = EnginePair.Of("resnet20", Input, 0.25, 0.8);
        Tensor loss = pair.Sparse.call(EnginePair.Images(5, Input, seed: 5)).sum();
        SparseWeight weight = pair.Sparse.Layers[3].Weight;
        weight.Rewire(Connectivity.Random(weight.Shape.Positions, weight.Connectivity.Count, new Seed(9).Stream()));
        Assert.Throws<ObjectDisposedException>(() => StepRunner.Backward(() => loss));
    }

    [Fact]
    public void A_pass_that_goes_back_twice_is_an_error_in_words()
    {
        using var scope = NewDisposeScope();
        using EnginePair pair = EnginePair.Of("lenet5", new(3, 16, 16), 0.25, 0.9);
        Tensor scores = pair.Sparse.call(EnginePair.Images(5, new(3, 16, 16), seed: 5)).sum();
        scores.backward(retain_graph: true);
        var refusal = Assert.Throws<InvalidOperationException>(() => StepRunner.Backward(() => scores));
        Assert.Contains("went back already", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_backward_pass_fails_of_reaches_the_caller_and_its_memory_goes_back()
    {
        using var scope = NewDisposeScope();
        using Resources resources = new(threads: 1);
        Value input = new(0, new(2, 3, 4, 5), Value.Images, needsGradient: true);
        Value output = new(1, new(2, 7, 1, 1), Value.Features, needsGradient: true);
        BlockedProgram program = new(resources, new([new Failing(input, output)], [input, output], input, output));
        Parameter parameter = new(ones(3));
        Tensor Loss() => ProgramFunction.Apply(program, zeros(2, 3, 4, 5).requires_grad_(), [parameter]).sum();
        for (int attempt = 0; attempt < 2; attempt++)
        {
            Assert.Equal("of the operation", Assert.Throws<InvalidDataException>(() => StepRunner.Backward(Loss)).Message);
            Assert.ThrowsAny<ExternalException>(() => Loss().backward());
            // An error of libtorch's own is told as such, whatever failed before.
            Assert.ThrowsAny<ExternalException>(() => StepRunner.Backward(() => zeros(1)));
        }

        Assert.Null(parameter.grad);
        Assert.Equal(1, resources.Pool.Made);
    }

    private sealed unsafe class Failing(Value input, Value output) : Operation
    {
        public override IReadOnlyList<Value> Inputs { get; } = [input];

        public override Value Output => output;

        public override IEnumerable<Value> ReadAgain => [input, output];

        public override void Forward(Run run) => new Span<float>(run[output], (int)output.Shape.Length).Clear();

        public override void Backward(Run run) => throw new InvalidDataException("of the operation");
    }
}
