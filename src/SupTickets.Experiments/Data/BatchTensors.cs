using SupTickets.Topology;
using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.Experiments.Data;

/// <summary>A mini-batch as tensors on a device, in the caller's dispose scope.</summary>
public static class BatchTensors
{
    /// <summary>Images [N, C, H, W] and labels [N].</summary>
    public static (Tensor Images, Tensor Labels) ToTensors(this Batch batch, ImageShape shape, Device device)
    {
        long[] sizes = [batch.Count, shape.Channels, shape.Height, shape.Width];
        // Only libtorch's own, aligned memory gives the same bits in every run: a tensor made from an array lies wherever the collector put
        // the array, and matrix products round by the alignment of their operands. The numbers are written there directly, since
        // TorchSharp's own way allocates an array of the batch's size in every step.
        Tensor images = empty(sizes);
        batch.Images.AsSpan(0, batch.Count * shape.Length).CopyTo(HostFloats.Of(images));
        if (device.type != TorchSharp.DeviceType.CPU) images = images.to(device);
        Tensor labels = tensor(batch.Labels.AsMemory(0, batch.Count), [batch.Count], device: device);
        return (images, labels);
    }
}
