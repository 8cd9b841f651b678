using SupTickets.Experiments.Data;
using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.Tests.Data;

public sealed class BatchTensorsTests
{
    [Fact]
    public void Images_and_labels_arrive_in_order_without_the_rest_of_a_reused_buffer()
    {
        using var scope = NewDisposeScope();
        (Tensor images, Tensor labels) = new Batch([1, 2, 3, 4, 5, 6, 9, 9], [1, 0, 9], 2).ToTensors(new ImageShape(1, 1, 3), CPU);
        Assert.Equal([2L, 1L, 1L, 3L], images.shape);
        Assert.Equal([1f, 2f, 3f, 4f, 5f, 6f], images.data<float>().ToArray());
        Assert.Equal([1L, 0L], labels.data<long>().ToArray());
    }

    [Fact]
    public unsafe void Images_are_aligned_wherever_the_array_lies()
    {
        using var scope = NewDisposeScope();
        for (int i = 1; i < 12; i++)
        {
            (Tensor images, _) = new Batch(new float[24 + i], [0], 1).ToTensors(new ImageShape(1, 4, 6), CPU);
            fixed (byte* data = images.bytes) Assert.Equal(0, (long)data % 64);
        }
    }
}
