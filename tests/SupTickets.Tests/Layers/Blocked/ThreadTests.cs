using SupTickets.Tests.Cli.Commands;
using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.Tests.Layers.Blocked;

/// <summary>The number of threads, which is the whole process's, must not show in any bit.</summary>
[Collection(nameof(WholeRuns))]
public sealed class ThreadTests
{
    [Theory]
    [InlineData("resnet20", 16, 35)]
    [InlineData("vgg16", 32, 19)]
    [InlineData("lenet5", 16, 64)]
    [InlineData("resnet50", 64, 5)]
    public void One_two_and_three_threads_give_the_same_bits(string model, int side, int batch)
    {
        ImageShape input = new(3, side, side);
        int before = get_num_threads();
        try
        {
            float[][] alone = Step(1);
            foreach (int threads in new[] { 2, 3 })
            {
                foreach ((float[] expected, float[] actual) in alone.Zip(Step(threads))) Assert.Equal(expected, actual);
            }
        }
        finally
        {
            set_num_threads(before);
        }

        float[][] Step(int threads)
        {
            using var scope = NewDisposeScope();
            set_num_threads(threads);
            using EnginePair pair = EnginePair.Of(model, input, 0.125, 0.9);
            StepRecord record = StepRecord.Of(pair.Sparse, EnginePair.Images(batch, input, seed: 5), EnginePair.Labels(batch));
            return [.. record.Names.Select(name => record[name])];
        }
    }

    [Fact]
    public void A_network_goes_on_when_the_number_of_threads_changes_between_two_steps()
    {
        ImageShape input = new(3, 8, 8);
        int before = get_num_threads();
        try
        {
            using var scope = NewDisposeScope();
            using EnginePair pair = EnginePair.Of("resnet20", input, 0.25, 0.9);
            Tensor images = EnginePair.Images(19, input, seed: 5);
            float[][] all = [.. new[] { 1, 3, 2, 1 }.Select(threads =>
            {
                set_num_threads(threads);
                pair.Sparse.Restore(pair.State);
                StepRecord record = StepRecord.Of(pair.Sparse, images, EnginePair.Labels(19));
                return record.Names.SelectMany(name => record[name]).ToArray();
            })];
            Assert.All(all, numbers => Assert.Equal(all[0], numbers));
        }
        finally
        {
            set_num_threads(before);
        }
    }
}
