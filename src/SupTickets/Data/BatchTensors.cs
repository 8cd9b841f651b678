using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.Data;

/// <summary>A mini-batch as tensors on a device, in the caller's dispose scope.</summary>
public static class BatchTensors
{
    /// <summary>Images [N, C, H, W] and labels [N].</summary>
    public static (Tensor Images, Tensor Labels) ToTensors(this Batch batch, ImageShape shape, Device device)
    {
        long[] sizes = [batch.Count, shape.Channels, shape.Height, shape.Width];
        // A tensor made from an array lies wherever the collector put the array, and matrix products round by the
        // alignment of their operands: only a copy in libtorch's own aligned memory gives the same bits in every run.
        using Tensor unaligned = tensor(batch.Images.AsMemory(0, batch.Count * shape.Length), sizes);
        Tensor images = unaligned.to(device, copy: true);
        Tensor labels = tensor(batch.Labels.AsMemory(0, batch.Count), [batch.Count], device: device);
        return (images, labels);
    }
}
