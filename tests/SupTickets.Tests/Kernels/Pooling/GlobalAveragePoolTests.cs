using SupTickets.Kernels.Layout;
using SupTickets.Kernels.Pooling;
using SupTickets.Kernels.Vectors;
using TorchSharp;
using static TorchSharp.torch;

namespace SupTickets.Tests.Kernels.Pooling;

public sealed unsafe class GlobalAveragePoolTests
{
    private const float Mark = 77;

    [Fact]
    public void The_mean_is_over_the_positions_and_its_gradient_is_shared_among_them()
    {
        BlockedShape input = new(Samples: 1, Channels: 2, Height: 1, Width: 2);
        using AlignedFloats x = Activations.Blocked(input, [1, 4, -3, 5]);
        using AlignedFloats y = Activations.Filled(2 * 16, Mark);
        GlobalAveragePool.Forward(1, input, x.Pointer, y.Pointer);
        Assert.Equal([2.5f, .. new float[15], 1, .. new float[15]], y.Span);

        using AlignedFloats dx = Activations.Blocked(input, [1, 1, 1, 1]);
        GlobalAveragePool.Backward(1, input, y.Pointer, dx.Pointer, GradientStore.Add);
        Assert.Equal([2.25f, 2.25f, 1.5f, 1.5f], Activations.RowMajor(input, dx));
        GlobalAveragePool.Backward(1, input, y.Pointer, dx.Pointer, GradientStore.Write);
        Assert.Equal([1.25f, 1.25f, 0.5f, 0.5f], Activations.RowMajor(input, dx));
    }

    [Fact]
    public void Values_and_gradients_are_those_of_libtorch_for_every_number_of_samples()
    {
        for (int samples = 1; samples <= 40; samples++)
        {
            BlockedShape input = new(samples, Channels: 3, Height: 5, Width: 3);
            BlockedShape output = input with { Height = 1, Width = 1 };
            float[] values = Numbers.Floats(Activations.Count(input), seed: samples);
            float[] gradients = Numbers.Floats(Activations.Count(output), seed: samples + 100);
            using DisposeScope scope = NewDisposeScope();
            Tensor expected = tensor(values, [samples, 3, 5, 3], requires_grad: true);
            Tensor mean = nn.functional.adaptive_avg_pool2d(expected, [1, 1]);
            mean.backward([tensor(gradients, [samples, 3, 1, 1])]);

            using AlignedFloats x = Activations.Blocked(input, values);
            using AlignedFloats y = Activations.Filled(output.Length, Mark);
            GlobalAveragePool.Forward(2, input, x.Pointer, y.Pointer);
            Near(mean, Activations.RowMajor(output, y));
            Activations.HasZeroPadding(output, y);

            using AlignedFloats dy = Activations.Blocked(output, gradients);
            using AlignedFloats dx = Activations.Filled(input.Length, Mark);
            GlobalAveragePool.Backward(2, input, dy.Pointer, dx.Pointer, GradientStore.Write);
            Near(expected.grad!, Activations.RowMajor(input, dx));
            Activations.HasZeroPadding(input, dx);
        }
    }

    [Fact]
    public void Tiers_and_threads_do_not_show()
    {
        BlockedShape input = new(Samples: 19, Channels: 5, Height: 7, Width: 7);
        using AlignedFloats x = Activations.Blocked(input, Numbers.Floats(Activations.Count(input), seed: 1));
        using AlignedFloats y = Activations.Filled(2 * 5 * 16, Mark);
        Agreement.OfTiers(new GlobalAveragePool.ForwardKernel(1, input, x.Pointer, y.Pointer), y);
        Agreement.OfThreads(threads => GlobalAveragePool.Forward(threads, input, x.Pointer, y.Pointer), y);
        foreach (GradientStore store in Enum.GetValues<GradientStore>())
        {
            Agreement.OfTiers(new GlobalAveragePool.BackwardKernel(1, input, y.Pointer, x.Pointer, store), x);
            Agreement.OfThreads(threads => GlobalAveragePool.Backward(threads, input, y.Pointer, x.Pointer, store), x);
        }
    }

    // Fifteen numbers below 2: their mean is off by a few units in the last place of 2.
    private static void Near(Tensor expected, float[] actual)
    {
        float[] values = expected.data<float>().ToArray();
        Assert.Equal(values.Length, actual.Length);
        for (int i = 0; i < values.Length; i++) Assert.Equal(values[i], actual[i], tolerance: 1e-6f);
    }
}
