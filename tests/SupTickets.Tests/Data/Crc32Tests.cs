using SupTickets.Experiments.Data;

namespace SupTickets.Tests.Data;

public sealed class Crc32Tests
{
    [Theory]
    [InlineData("", 0u)]
    [InlineData("123456789", 0xCBF43926u)]
    [InlineData("The quick brown fox jumps over the lazy dog", 0x414FA339u)]
    public void It_has_the_known_values_in_whatever_pieces_bytes_come(string text, uint expected)
    {
        byte[] bytes = System.Text.Encoding.ASCII.GetBytes(text);
        for (int cut = 0; cut <= bytes.Length; cut++)
        {
            Crc32 sum = new();
            sum.Add(bytes.AsSpan(0, cut));
            sum.Add(bytes.AsSpan(cut));
            Assert.Equal(expected, sum.Value);
        }
    }
}
