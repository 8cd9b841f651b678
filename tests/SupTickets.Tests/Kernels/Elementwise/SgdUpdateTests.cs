using SupTickets.Kernels.Elementwise;
using SupTickets.Kernels.Vectors;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SupTickets.Tests.Kernels.Elementwise;

public sealed unsafe class SgdUpdateTests
{
    [Fact]
    public void The_velocity_remembers_and_Nesterov_looks_ahead_of_it()
    {
        float[] plain = [1], nesterov = [1], velocity = [2], ahead = [2];
        // g = 3 + 0.5·1, m = 0.5·2 + g = 4.5.
        SgdUpdate.Invoke(threads: 1, 0.5f, 0.5f, 0.5f, SgdStep.Plain, [3], velocity, plain);
        SgdUpdate.Invoke(threads: 1, 0.5f, 0.5f, 0.5f, SgdStep.Nesterov, [3], ahead, nesterov);
        Assert.Equal([4.5f], velocity);
        Assert.Equal([4.5f], ahead);
        Assert.Equal([1 - (0.5f * 4.5f)], plain);
        Assert.Equal([1 - (0.5f * (3.5f + (0.5f * 4.5f)))], nesterov);
    }

    [Fact]
    public void Without_momentum_there_need_be_no_velocity()
    {
        float[] weights = [1, 2];
        SgdUpdate.Invoke(threads: 1, 0.25f, 0, 0.5f, SgdStep.Plain, [4, 8], [], weights);
        Assert.Equal([1 - (0.25f * 4.5f), 2 - (0.25f * 9)], weights);
    }

    [Theory]
    [InlineData(0, 0, SgdStep.Plain)]
    [InlineData(0, 5e-4f, SgdStep.Plain)]
    [InlineData(0.9f, 0, SgdStep.Plain)]
    [InlineData(0.9f, 5e-4f, SgdStep.Plain)]
    [InlineData(0.9f, 5e-4f, SgdStep.Nesterov)]
    public void Several_steps_follow_the_optimiser_of_libtorch(float momentum, float decay, SgdStep step)
    {
        using PausedFinalizers held = new();
        for (int length = 1; length <= 70; length += 3)
        {
            using DisposeScope scope = NewDisposeScope();
            float[] weights = Numbers.Floats(length, seed: length), velocity = new float[length];
            using Parameter parameter = nn.Parameter(tensor(weights));
            using optim.Optimizer optimiser = optim.SGD(
                [parameter], 0.1f, momentum, dampening: 0, weight_decay: decay, nesterov: step == SgdStep.Nesterov);
            for (int i = 0; i < 4; i++)
            {
                float[] gradient = Numbers.Floats(length, seed: length + (100 * i));
                parameter.grad = tensor(gradient);
                optimiser.step();
                SgdUpdate.Invoke(threads: 1, 0.1f, momentum, decay, step, gradient, velocity, weights);
            }

            float[] expected = parameter.detach().data<float>().ToArray();
            for (int i = 0; i < length; i++) Assert.Equal(expected[i], weights[i], 1e-6f * MathF.Max(1, MathF.Abs(expected[i])));
        }
    }

    [Theory]
    [InlineData(0, SgdStep.Plain)]
    [InlineData(0.9f, SgdStep.Plain)]
    [InlineData(0.9f, SgdStep.Nesterov)]
    public void Tiers_agree_bit_for_bit_at_every_length_and_offset(float momentum, SgdStep step)
    {
        for (int length = 0; length <= 64; length++)
        {
            int offset = length % 4;
            using AlignedFloats gradient = Activations.Of(Numbers.Floats(length + offset, seed: 1));
            using AlignedFloats velocity = Activations.Of(Numbers.Floats(length + offset, seed: 2));
            using AlignedFloats weights = Activations.Of(Numbers.Floats(length + offset, seed: 3));
            Agreement.OfTiers(
                new SgdUpdate.Kernel(
                    0.1f, momentum, 5e-4f, step, length, gradient.Pointer + offset, velocity.Pointer + offset, weights.Pointer + offset),
                velocity,
                weights);
        }
    }

    [Theory]
    [InlineData(3, 4, 4)]
    [InlineData(4, 0, 4)]
    [InlineData(4, 4, 5)]
    public void Different_lengths_are_refused(int gradient, int velocity, int weights) =>
        Assert.Throws<ArgumentOutOfRangeException>(
            () => SgdUpdate.Invoke(threads: 1, 0.1f, 0.9f, 0, SgdStep.Plain, new float[gradient], new float[velocity], new float[weights]));
}
