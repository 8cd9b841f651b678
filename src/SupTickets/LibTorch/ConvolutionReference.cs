using SupTickets.Kernels.Convolution;

namespace SupTickets.LibTorch;

/// <summary>Single results of a convolution and its gradients in float64, by the definition.</summary>
/// <param name="kind">The convolution.</param>
/// <param name="images">[N, C, H, W].</param>
/// <param name="weight">[K, C ÷ groups, kernel height, kernel width].</param>
/// <param name="gradient">∂L/∂output, [N, K, H′, W′].</param>
internal sealed unsafe class ConvolutionReference(ConvolutionKind kind, StridedFloats images, StridedFloats weight, StridedFloats gradient)
{
    private readonly ConvolutionAxis vertical = kind.Shape.Vertical, horizontal = kind.Shape.Horizontal;

    /// <summary>The output there, before the bias.</summary>
    public Terms Output(int sample, int output, int row, int column)
    {
        Terms sum = default;
        int first = output / kind.OutputsOfGroup * kind.InputsOfGroup;
        for (int input = 0; input < kind.InputsOfGroup; input++)
        {
            for (int v = 0; v < vertical.Kernel; v++)
            {
                for (int u = 0; u < horizontal.Kernel; u++)
                    sum.Add(
                        images.At(sample, first + input, Pixel(vertical, row, v), Pixel(horizontal, column, u)),
                        weight.At(output, input, v, u));
            }
        }

        return sum;
    }

    /// <summary>∂L/∂images there.</summary>
    public Terms OfImages(int sample, int input, int row, int column)
    {
        Terms sum = default;
        (int group, int within) = Math.DivRem(input, kind.InputsOfGroup);
        for (int output = group * kind.OutputsOfGroup; output < (group + 1) * kind.OutputsOfGroup; output++)
        {
            for (int v = 0; v < vertical.Kernel; v++)
            {
                for (int u = 0; u < horizontal.Kernel; u++)
                    sum.Add(
                        gradient.At(sample, output, OutputAt(vertical, row, v), OutputAt(horizontal, column, u)),
                        weight.At(output, within, v, u));
            }
        }

        return sum;
    }

    /// <summary>∂L/∂weight there.</summary>
    public Terms OfWeight(int output, int within, int v, int u)
    {
        Terms sum = default;
        int input = output / kind.OutputsOfGroup * kind.InputsOfGroup + within;
        // The outputs for which the element reads a pixel of the image, not padding.
        (int first, int last) = Met(horizontal, u, kind.Width, kind.OutputWidth);
        for (int sample = 0; sample < kind.Samples; sample++)
        {
            for (int row = 0; row < kind.OutputHeight; row++)
            {
                int pixel = Pixel(vertical, row, v);
                if ((uint)pixel >= (uint)kind.Height) continue;
                float* g = gradient.Row(sample, output, row), x = images.Row(sample, input, pixel);
                for (int column = first; column <= last; column++)
                    sum.Add(g[column * gradient.Step], x[Pixel(horizontal, column, u) * images.Step]);
            }
        }

        return sum;
    }

    /// <summary>∂L/∂bias of an output channel.</summary>
    public Terms OfBias(int output)
    {
        Terms sum = default;
        for (int sample = 0; sample < kind.Samples; sample++)
        {
            for (int row = 0; row < kind.OutputHeight; row++)
            {
                float* g = gradient.Row(sample, output, row);
                for (int column = 0; column < kind.OutputWidth; column++) sum.Add(g[column * gradient.Step], 1);
            }
        }

        return sum;
    }

    // The pixel that an element of the kernel reads for an output; outside of the image it is padding.
    private static int Pixel(ConvolutionAxis axis, int output, int element) =>
        output * axis.Stride - axis.Padding + element * axis.Dilation;

    // The output for which an element of the kernel reads the pixel; −1 if the stride skips it.
    private static int OutputAt(ConvolutionAxis axis, int pixel, int element)
    {
        int reached = pixel + axis.Padding - element * axis.Dilation;
        return reached >= 0 && reached % axis.Stride == 0 ? reached / axis.Stride : -1;
    }

    private static (int First, int Last) Met(ConvolutionAxis axis, int element, int side, int outputs)
    {
        int first = 0, last = outputs - 1;
        while (first <= last && Pixel(axis, first, element) < 0) first++;
        while (last >= first && Pixel(axis, last, element) >= side) last--;
        return (first, last);
    }

    /// <summary>A sum of products in float64, and the sum of their squares: its root is how large such a sum typically is.</summary>
    public struct Terms
    {
        public double Sum { get; private set; }

        public double Squares { get; private set; }

        public void Add(double a, double b)
        {
            double product = a * b;
            Sum += product;
            Squares += product * product;
        }
    }
}
