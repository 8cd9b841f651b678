using SupTickets.Kernels.Convolution;
using SupTickets.LibTorch;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SupTickets.Networks;

/// <summary>
/// The convolutions of a network that are TorchSharp's own modules, such as grouped ones. Their results by libtorch are checked as those of
/// our layers are, over one and two axes. Transposed and three-dimensional convolutions are not checked, nor convolutions that a module
/// computes by a function call.
/// </summary>
internal sealed class PlainConvolutions : IDisposable
{
    private readonly List<Action> remove = [];

    /// <summary>Watches those among <paramref name="modules"/>.</summary>
    public PlainConvolutions(IEnumerable<nn.Module> modules)
    {
        foreach (Convolution convolution in modules.OfType<Convolution>().Where(
            convolution => convolution is Conv1d or Conv2d && !convolution.transposed))
        {
            remove.Add(convolution.register_forward_pre_hook((_, input) =>
            {
                Require(convolution, input);
                return null!;
            }).remove);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Action action in remove) action();
        remove.Clear();
    }

    private static void Require(Convolution convolution, Tensor input)
    {
        if (convolution.weight is not { } weight) return;
        int axes = weight.shape.Length - 2;
        // One image without a batch is a batch of one.
        if (input.shape.Length - 1 != axes && input.shape.Length - 2 != axes) return;
        using var scope = NewDisposeScope();
        Tensor batch = input.shape.Length - 1 == axes ? input.unsqueeze(0) : input;
        (Tensor images, Tensor kernel) = axes == 2 ? (batch, weight) : (batch.unsqueeze(2), weight.unsqueeze(2));
        // libtorch computes one axis as the second of two.
        (ConvolutionAxis vertical, int above) = axes == 2 ? Along(convolution, axis: 0) : (ConvolutionAxis.Point, 0);
        (ConvolutionAxis horizontal, int beside) = Along(convolution, axes - 1);
        int groups = (int)convolution.groups;
        ConvolutionShape shape = new((int)weight.shape[0], (int)weight.shape[1] * groups, vertical, horizontal);
        LibTorchSafety.Require(shape, images, kernel, convolution.bias is not null, groups, (above, beside));
    }

    // Stride, padding and dilation along an axis, and how many pixels libtorch adds before it.
    private static (ConvolutionAxis Axis, int Added) Along(Convolution convolution, int axis)
    {
        int kernel = (int)convolution.kernel_size[axis], stride = (int)At(convolution.stride, axis, 1),
            dilation = (int)At(convolution.dilation, axis, 1);
        int both = convolution.padding_type switch
        {
            Padding.Same => dilation * (kernel - 1),
            Padding.Valid => 0,
            _ => 2 * (int)At(convolution.padding, axis, 0),
        };
        // Padding other than zeros is copied around the images first, and so is the odd pixel of 'same'.
        return convolution.padding_mode == PaddingModes.Zeros
            ? (new(kernel, stride, both / 2, dilation), both % 2)
            : (new(kernel, stride, 0, dilation), both);
    }

    private static long At(long[]? sizes, int axis, long unsaid) => sizes is null or [] ? unsaid : sizes[Math.Min(axis, sizes.Length - 1)];
}
