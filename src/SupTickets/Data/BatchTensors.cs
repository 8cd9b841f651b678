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
        Tensor images = tensor(batch.Images.AsMemory(0, batch.Count * shape.Length), sizes, device: device);
        Tensor labels = tensor(batch.Labels.AsMemory(0, batch.Count), [batch.Count], device: device);
        return (images, labels);
    }
}
