using System.Runtime.InteropServices;
using SupTickets.Networks;
using SupTickets.Storage;
using SupTickets.Tickets;

namespace SupTickets.Tests.Tickets;

public sealed class WideOrHalfMeanTests
{
    [Fact]
    public void Real_numbers_are_averaged_in_their_own_precision()
    {
        Assert.Equal([2.5, -1], Mean(StoredType.F64, [1.0, -1.0], [7.0, -1.0]));
        Assert.Equal([(Half)2.5f, (Half)(-1)], Mean(StoredType.F16, [(Half)1, (Half)(-1)], [(Half)7, (Half)(-1)]));
        // Brain floats: the upper halves of 1, 7 and 2.5.
        Assert.Equal([0x4020, 0x3F80], Mean<ushort>(StoredType.BF16, [0x3F80, 0x3F80], [0x40E0, 0x3F80]));
    }

    // 1/3 has no end in binary, so that ¾·x + ¼·x could be another number.
    [Fact]
    public void Equal_numbers_stay_bit_for_bit_also_where_they_are_none()
    {
        Assert.Equal([1.0 / 3, double.NaN], Mean(StoredType.F64, [1.0 / 3, double.NaN], [1.0 / 3, double.NaN]));
        Assert.Equal([(Half)0.1], Mean(StoredType.F16, [(Half)0.1], [(Half)0.1]));
    }

    [Fact]
    public void A_brain_float_is_rounded_to_the_nearest_and_to_even_between_two()
    {
        // ¾·1 + ¼·(1 + 2⁻⁷) lies a quarter of a step above 1; ¾·1 + ¼·(1 + 2·2⁻⁷) half a step, and goes to the even one.
        Assert.Equal([0x3F80, 0x3F80, 0x7FC0], Mean<ushort>(StoredType.BF16, [0x3F80, 0x3F80, 0x7FC0], [0x3F81, 0x3F82, 0x3F80]));
        Assert.Equal([0x3F82], Mean<ushort>(StoredType.BF16, [0x3F81], [0x3F83]));
    }

    [Theory]
    [InlineData(StoredType.BOOL)]
    [InlineData(StoredType.U8)]
    [InlineData(StoredType.I8)]
    public void Masks_and_counters_are_the_newer_ones(StoredType type) => Assert.Equal([0, 1, 1], Mean<byte>(type, [1, 0, 1], [0, 1, 1]));

    private static T[] Mean<T>(StoredType type, T[] old, T[] added)
        where T : unmanaged
    {
        StateTensor Of(T[] numbers) =>
            new("table", [numbers.Length], [], []) { Type = type, Bytes = MemoryMarshal.AsBytes(numbers.AsSpan()).ToArray() };

        return MemoryMarshal.Cast<byte, T>(StateMean.Towards(Of(old), Of(added), 0.25f).Bytes).ToArray();
    }
}
