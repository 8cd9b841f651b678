using System.Diagnostics;
using SupTickets.Networks;
using SupTickets.Tests.Cli.Commands;
using SupTickets.Topology;
using SupTickets.Training;
using SupTickets.Values;
using TorchSharp;
using static TorchSharp.torch;

namespace SupTickets.Tests.SparseEngine;

/// <summary>
/// A step of the sparse engine leaves nothing behind: no buffer, no tensor, no memory of the process, which other tests must leave alone
/// meanwhile.
/// </summary>
[Collection(nameof(WholeRuns))]
public sealed class SteadyStateTests
{
    private static readonly ImageShape Input = new(3, 16, 16);

    [Theory]
    [InlineData("resnet20", "none")]
    [InlineData("wrn-10-1", "none")]
    [InlineData("resnet20", "every second")]
    public void From_the_third_step_on_no_buffer_is_made(string model, string dense)
    {
        using EnginePair pair = EnginePair.Of(model, Input, 0.25, 0.9);
        using TracedNetwork traced = new TracedNetwork(pair.Sparse, Input)
            .WithDense(pair.Sparse.Layers.Where((_, index) => dense == "every second" && index % 2 == 1));
        using Trainer trainer = new(pair.Sparse, traced.Forward);
        List<int> made = [];
        for (int step = 0; step < 300; step++)
        {
            // An epoch's last batch is smaller, and now and then something is evaluated.
            trainer.Step(step % 5 == 1 ? 5 : 19);
            if (step % 10 == 2) trainer.Evaluate(traced.Infer);
            if (step % 50 == 49) trainer.Rewire(step);
            made.Add(traced.Resources.Pool.Made);
        }

        Assert.All(made[2..], count => Assert.Equal(made[2], count));
    }

    [Fact]
    public void Over_2000_steps_neither_tensors_nor_memory_grow()
    {
        using EnginePair pair = EnginePair.Of("wrn-10-1", Input, 0.25, 0.9);
        using Trainer trainer = new(pair.Sparse, pair.Sparse.call);
        (long Tensors, long Bytes) early = default;
        for (int step = 1; step <= 2000; step++)
        {
            trainer.Step(16);
            if (step % 50 == 0) trainer.Rewire(step);
            if (step == 200) early = Held();
        }

        (long tensors, long bytes) = Held();
        Assert.Equal(early.Tensors, tensors);
        // One activation forgotten in each step would be 28 MiB, all activations of a step many times that.
        Assert.True(bytes - early.Bytes < 12 << 20, $"the process grew from {early.Bytes >> 20} MiB to {bytes >> 20} MiB");
    }

    private static (long Tensors, long Bytes) Held()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        using Process process = Process.GetCurrentProcess();
        return (DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount, process.WorkingSet64);
    }

    private sealed class Trainer(SparseNetwork network, Func<Tensor, Tensor> forward) : IDisposable
    {
        private readonly ParameterSet parameters = new(network);
        private readonly Sgd optimizer = new() { WeightDecay = 1e-4 };
        private readonly Tensor images = EnginePair.Images(19, Input, seed: 5);
        private readonly Tensor labels = EnginePair.Labels(19);

        public void Step(int samples) => new StepRunner(parameters, optimizer).Run(
            () => nn.functional.cross_entropy(forward(images[..samples]), labels[..samples]), learningRate: 0.01, step: 0);

        public void Evaluate(Func<Tensor, Tensor> infer)
        {
            using var scope = NewDisposeScope();
            infer(images);
        }

        public void Rewire(int step)
        {
            foreach (SparseLayer layer in network.Layers)
                layer.Weight.Rewire(Connectivity.Random(
                    layer.Weight.Shape.Positions, layer.Weight.Connectivity.Count, new Seed((ulong)step).For(layer.Name).Stream()));
        }

        public void Dispose()
        {
            parameters.Dispose();
            images.Dispose();
            labels.Dispose();
        }
    }
}
