using SupTickets.Kernels.Convolution;
using SupTickets.Kernels.Layout;

namespace SupTickets.Tests.Kernels.Convolution;

/// <summary>A convolution's operands, row-major, and its results by plain loops in doubles over a dense weight.</summary>
internal sealed class ConvolutionCase
{
    /// <summary>Of random operands; x may be given.</summary>
    public ConvolutionCase(ConvolutionSetting setting, float[]? x = null)
    {
        Setting = setting;
        Positions = setting.Positions();
        X = x ?? Numbers.Floats(Activations.Count(Input), setting.Seed);
        Dx = Numbers.Floats(Activations.Count(Input), setting.Seed + 1);
        Dy = Numbers.Floats(Activations.Count(Output), setting.Seed + 2);
        Values = Numbers.Floats(Positions.Length, setting.Seed + 3);
        Bias = Numbers.Floats(Output.Channels, setting.Seed + 4);
        (Plain, Biased) = (new(new float[Dy.Length]), new([.. Dy.Select((_, i) => Bias[i / Output.Area % Output.Channels])]));
        (Written, Added, ValueGradients) = (new(new float[X.Length]), new(Dx), new(new float[Values.Length]));
        Compute();
    }

    public ConvolutionSetting Setting { get; }

    public BlockedShape Input => Setting.Input;

    public BlockedShape Output => Setting.Shape.OutputOf(Input);

    public int[] Positions { get; }

    public float[] Values { get; }

    public float[] Bias { get; }

    public float[] X { get; }

    public float[] Dy { get; }

    /// <summary>What the input's gradient is added to.</summary>
    public float[] Dx { get; }

    /// <summary>The output with its bias.</summary>
    public ProductSums Biased { get; }

    /// <summary>The input's gradient, added to <see cref="Dx"/>.</summary>
    public ProductSums Added { get; }

    public ProductSums ValueGradients { get; }

    private ProductSums Plain { get; }

    private ProductSums Written { get; }

    public ConnectionLayout Layout() => new(Setting.Shape, Positions);

    public void Agrees(ConvolutionResults results)
    {
        Plain.Agrees(results.Plain);
        Biased.Agrees(results.Biased);
        Written.Agrees(results.Written);
        Added.Agrees(results.Added);
        ValueGradients.Agrees(results.Values);
    }

    private void Compute()
    {
        (_, int inputs, ConvolutionAxis vertical, ConvolutionAxis horizontal) = Setting.Shape;
        int connection = 0, position = 0;
        for (int k = 0; k < Output.Channels; k++)
            for (int c = 0; c < inputs; c++)
                for (int i = 0; i < vertical.Kernel; i++)
                    for (int j = 0; j < horizontal.Kernel; j++, position++)
                        if (connection < Positions.Length && Positions[connection] == position) Connection(connection++, k, c, i, j);
    }

    private void Connection(int connection, int k, int c, int i, int j)
    {
        (_, _, ConvolutionAxis vertical, ConvolutionAxis horizontal) = Setting.Shape;
        for (int n = 0; n < Input.Samples; n++)
        {
            for (int y = 0; y < Output.Height; y++)
            {
                int row = (y * vertical.Stride) - vertical.Padding + (i * vertical.Dilation);
                for (int x = 0; x < Output.Width; x++)
                {
                    int column = (x * horizontal.Stride) - horizontal.Padding + (j * horizontal.Dilation);
                    if (row < 0 || row >= Input.Height || column < 0 || column >= Input.Width) continue;
                    int from = (((((n * Input.Channels) + c) * Input.Height) + row) * Input.Width) + column;
                    int to = (((((n * Output.Channels) + k) * Output.Height) + y) * Output.Width) + x;
                    Plain.Add(to, (double)Values[connection] * X[from]);
                    Biased.Add(to, (double)Values[connection] * X[from]);
                    Written.Add(from, (double)Values[connection] * Dy[to]);
                    Added.Add(from, (double)Values[connection] * Dy[to]);
                    ValueGradients.Add(connection, (double)X[from] * Dy[to]);
                }
            }
        }
    }
}
