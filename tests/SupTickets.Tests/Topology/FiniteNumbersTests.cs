using SupTickets.Topology;
using static TorchSharp.torch;

namespace SupTickets.Tests.Topology;

/// <summary>Whether numbers are finite, in memory of ours to read and elsewhere.</summary>
public sealed class FiniteNumbersTests
{
    /// <summary>What does not lie in memory of ours, as on a device, is answered there, and all the answers are read at once.</summary>
    [Fact]
    public void A_device_is_waited_for_once_however_many_tensors_lie_there()
    {
        using var scope = NewDisposeScope();
        Tensor[] elsewhere = [.. Enumerable.Range(1, 20).Select(size => ones(size, dtype: ScalarType.Float64))];
        int reads = 0;
        bool Read(Tensor answer)
        {
            reads++;
            return answer.item<bool>();
        }

        Assert.True(FiniteNumbers.AreAll([ones(3), .. elsewhere, ones(4, 5).t()], Read));
        Assert.Equal(1, reads);
        elsewhere[^1][7] = tensor(double.NaN);
        Assert.False(FiniteNumbers.AreAll(elsewhere, Read));
        Assert.Equal(2, reads);
    }

    /// <summary>Numbers in memory of ours are read where they lie: no tensor is made of them.</summary>
    [Theory]
    [InlineData(float.NaN, false)]
    [InlineData(float.NegativeInfinity, false)]
    [InlineData(3e38f, true)]
    public void Numbers_in_memory_of_ours_need_no_answer_of_libtorch(float number, bool finite)
    {
        using var scope = NewDisposeScope();
        Tensor last = ones(37);
        last[36] = tensor(number);
        Assert.Equal(finite, FiniteNumbers.AreAll(
            [ones(5), last, ones(2, dtype: ScalarType.Int64)], _ => throw new InvalidOperationException("nothing is to be read")));
    }
}
