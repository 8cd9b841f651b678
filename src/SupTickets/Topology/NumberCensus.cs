using static TorchSharp.torch;

namespace SupTickets.Topology;

/// <summary>Counts and magnitudes of the numbers of a tensor.</summary>
/// <param name="Numbers">How many there are.</param>
/// <param name="NotFinite">How many of them are NaN or infinite.</param>
/// <param name="Largest">The largest magnitude of the finite ones; 0 where there are none.</param>
/// <param name="Norm">The root of the sum of their squares.</param>
internal sealed record NumberCensus(long Numbers, long NotFinite, double Largest, double Norm)
{
    public bool IsFinite => NotFinite == 0;

    /// <summary>How many are not finite, in words.</summary>
    public string Finiteness => $"{NotFinite} of {Numbers} numbers are not finite";

    /// <summary>The census of every number of <paramref name="tensor"/>.</summary>
    public static NumberCensus Of(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        double[] numbers = tensor.detach().cpu().to(ScalarType.Float64).contiguous().data<double>().ToArray();
        long notFinite = 0;
        double largest = 0, squares = 0;
        foreach (double number in numbers)
        {
            if (!double.IsFinite(number))
            {
                notFinite++;
                continue;
            }

            largest = Math.Max(largest, Math.Abs(number));
            squares += number * number;
        }

        return new(numbers.Length, notFinite, largest, Math.Sqrt(squares));
    }
}
