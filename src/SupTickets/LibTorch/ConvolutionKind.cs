using SupTickets.Kernels.Convolution;
using static TorchSharp.torch;

namespace SupTickets.LibTorch;

/// <summary>
/// A kind of convolution: everything by which libtorch and oneDNN choose an algorithm. Images [N, C, H, W] and a weight [K, C ÷ groups,
/// kernel height, kernel width] give [N, K, H′, W′]; one over a single axis has a height of 1.
/// </summary>
/// <param name="Shape">Channels of the whole convolution, over all groups, and movement.</param>
/// <param name="Samples">Images in a batch.</param>
/// <param name="Height">Height of an image in pixels.</param>
/// <param name="Width">Width of an image in pixels.</param>
internal sealed record ConvolutionKind(ConvolutionShape Shape, int Samples, int Height, int Width)
{
    /// <summary>Groups of channels that are convolved separately.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>Whether a bias is added within it.</summary>
    public bool HasBias { get; init; }

    /// <summary>Whether the images lie in memory pixel by pixel (channels last), not plane by plane.</summary>
    public bool ImagesByPixel { get; init; }

    /// <summary>The same of the weight.</summary>
    public bool WeightByPixel { get; init; }

    /// <summary>Whether the gradient of the images is wanted.</summary>
    public bool LearnsImages { get; init; }

    /// <summary>Whether the gradients of weight and bias are wanted.</summary>
    public bool LearnsWeight { get; init; }

    /// <summary>Threads that share the work: it is cut into pieces for them.</summary>
    public int Threads { get; init; } = get_num_threads();

    /// <summary>Height of the output.</summary>
    public int OutputHeight => Shape.Vertical.OutputOf(Height);

    /// <summary>Width of the output.</summary>
    public int OutputWidth => Shape.Horizontal.OutputOf(Width);

    /// <summary>Channels that feed one output channel.</summary>
    public int InputsOfGroup => Shape.Inputs / Groups;

    /// <summary>Output channels that one input channel feeds.</summary>
    public int OutputsOfGroup => Shape.Outputs / Groups;

    /// <summary>The kind of a convolution of such tensors.</summary>
    /// <param name="shape">Channels of the whole convolution and movement.</param>
    /// <param name="images">[N, C, H, W].</param>
    /// <param name="weight">[K, C ÷ groups, kernel height, kernel width].</param>
    /// <param name="hasBias">Whether a bias is added within it.</param>
    public static ConvolutionKind Of(ConvolutionShape shape, Tensor images, Tensor weight, bool hasBias)
    {
        long[] sizes = images.shape;
        bool learns = is_grad_enabled();
        return new(shape, (int)sizes[0], (int)sizes[2], (int)sizes[3])
        {
            HasBias = hasBias,
            ImagesByPixel = IsByPixel(sizes, images.stride()),
            WeightByPixel = IsByPixel(weight.shape, weight.stride()),
            LearnsImages = learns && images.requires_grad,
            LearnsWeight = learns && weight.requires_grad,
        };
    }

    /// <summary>As much of the batch as a check may hold, with its gradients: at least one image.</summary>
    /// <param name="mostNumbers">Numbers of all tensors of a check together.</param>
    public ConvolutionKind Within(long mostNumbers)
    {
        long image = (long)Shape.Inputs * Height * Width * (LearnsImages ? 2 : 1) + 2L * Shape.Outputs * OutputHeight * OutputWidth;
        long weight = (long)Shape.Outputs * InputsOfGroup * Shape.Vertical.Kernel * Shape.Horizontal.Kernel * (LearnsWeight ? 2 : 1);
        return this with { Samples = (int)Math.Clamp((mostNumbers - weight) / Math.Max(image, 1), 1, Samples) };
    }

    /// <summary>In words: sizes of input and weight, and what is unusual.</summary>
    public override string ToString()
    {
        string kernel = $"{Shape.Outputs}, {InputsOfGroup}, {Shape.Vertical.Kernel}, {Shape.Horizontal.Kernel}";
        string groups = Groups == 1 ? string.Empty : $" in {Groups} groups";
        return $"conv2d of [{Samples}, {Shape.Inputs}, {Height}, {Width}] by "
            + $"[{kernel}]{groups}{(ImagesByPixel || WeightByPixel ? ", channels last" : string.Empty)}";
    }

    // As libtorch derives it from strides: if both orders fit, as with one channel, it is plane by plane.
    private static bool IsByPixel(long[] sizes, long[] strides)
    {
        if (sizes.Length != 4 || strides[1] == 0) return false;
        long least = 0;
        foreach (int axis in (ReadOnlySpan<int>)[1, 3, 2, 0])
        {
            if (sizes[axis] == 0 || strides[axis] < least || (axis == 0 && least == strides[1])) return false;
            least = strides[axis] * Math.Max(sizes[axis], 1);
        }

        return true;
    }
}
