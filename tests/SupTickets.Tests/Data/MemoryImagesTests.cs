using SupTickets.Experiments.Data;
using SupTickets.Tickets;
using SupTickets.Values;

namespace SupTickets.Tests.Data;

public sealed class MemoryImagesTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(257)]
    [InlineData(512)]
    public void A_label_is_a_byte_so_there_are_1_to_256_classes(int classes)
    {
        ArgumentException refused = Assert.Throws<ArgumentException>(() => Of(classes, label: 0));
        Assert.Contains($"{classes} class names; allowed: 1 to 256", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(256, 255)]
    public void All_of_those_are_accepted(int classes, byte label) => Assert.Equal(label, Of(classes, label).Label(0));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(10, 10)]
    [InlineData(255, 255)]
    public void A_label_without_a_class_is_named(int classes, byte label)
    {
        string refusal = Assert.Throws<ArgumentException>(() => Of(classes, label)).Message;
        Assert.Contains($"label {label} of sample 0 is not in 0 … {classes - 1}", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_classes_of_one_name_are_refused()
    {
        ArgumentException refused = Assert.Throws<ArgumentException>(() => Of(["cat", "dog", "cat"], label: 0));
        Assert.Contains("'cat' twice, at positions 0 and 2", refused.Message, StringComparison.Ordinal);
    }

    private static MemoryImages Of(int classes, byte label) =>
        Of([.. Enumerable.Range(0, classes).Select(number => $"class {number}")], label);

    private static MemoryImages Of(string[] classes, byte label) =>
        new(new byte[3], [label], classes, new ImageShape(3, 1, 1), Normalization.Synthetic, new PadCropFlip(0, Padding.Zero));
}
