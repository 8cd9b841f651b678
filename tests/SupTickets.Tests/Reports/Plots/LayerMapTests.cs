using SupTickets.Experiments.Reports.Plots;

namespace SupTickets.Tests.Reports.Plots;

public sealed class LayerMapTests
{
    private static readonly (string Name, long Positions)[] Layers = [("a", 100), ("b", 1000)];

    [Fact]
    public void A_layer_that_keeps_its_density_is_one_box_and_one_that_loses_half_is_two()
    {
        Picture map = new LayerMap(Layers, [(0, [50L, 10L]), (1, [50L, 10L]), (2, [25L, 10L])], 4).Draw([]);
        Shape.Box[] a = Row(map, 0), b = Row(map, 1);
        Assert.Single(b);
        Assert.Equal(2, a.Length);
        // The change is at epoch 2 of 4: in the middle.
        Assert.Equal(a[0].Width, a[1].Width, 1e-9);
        Assert.Equal(b[0].Width, a[0].Width + a[1].Width, 1e-9);
        Assert.True(ShadeOf(a[0]) > ShadeOf(a[1]) && ShadeOf(a[1]) > ShadeOf(b[0]), "the denser, the stronger");
    }

    [Fact]
    public void Equal_ratios_of_density_are_equal_steps_of_shade()
    {
        // 1 %, 10 % and 100 %: the ends of the scale and its middle.
        Picture map = new LayerMap([("a", 100), ("b", 100), ("c", 100)], [(0, [1L, 10L, 100L])], 1).Draw([]);
        Assert.Equal([0, 8, 15], new[] { 0, 1, 2 }.Select(row => ShadeOf(Row(map, row).Single())));
        // The end of the scale and its beginning, the names, and what each layer has at the end.
        Assert.Equal(
            ["1 %", "100 %", "0", "1", "epoch", "a", "1 %", "b", "10 %", "c", "100 %"],
            map.Shapes.OfType<Shape.Label>().Select(label => label.Words).Where(words => !words.StartsWith("0.")));
    }

    [Fact]
    public void A_dense_network_is_dark_throughout()
    {
        Picture map = new LayerMap(Layers, [(0, [100L, 1000L])], 1).Draw([]);
        Assert.All(new[] { 0, 1 }, row => Assert.Equal(Palette.Shades - 1, ShadeOf(Row(map, row).Single())));
    }

    [Fact]
    public void A_layer_without_connections_is_a_frame_and_no_shade()
    {
        Picture map = new LayerMap(Layers, [(0, [50L, 10L]), (2, [50L, 0L])], 4).Draw([]);
        Assert.Equal(["shade s0", "hollow"], Row(map, 1).Select(box => box.Style));
        Assert.Contains("0 %", map.Shapes.OfType<Shape.Label>().Select(label => label.Words));
    }

    [Fact]
    public void For_narrow_screens_the_same_rows_are_drawn_narrower_and_long_names_keep_their_end()
    {
        string name = string.Concat(Enumerable.Repeat("stage.", 8)) + "conv1";
        Picture map = new LayerMap([(name, 100)], [(0, [50L]), (1, [20L])], 4).Draw([]), narrow = map.Narrow!;
        Assert.Equal((900, 380), (map.Width, narrow.Width));
        Assert.Equal(Row(map, 0).Select(box => box.Tip), Row(narrow, 0).Select(box => box.Tip));
        Assert.Contains(name, map.Shapes.OfType<Shape.Label>().Select(label => label.Words));
        string shown = Assert.Single(narrow.Shapes.OfType<Shape.Label>(), label => label.Words.EndsWith("conv1")).Words;
        Assert.Equal(("…", 20), (shown[..1], shown.Length));
        Assert.All(narrow.Shapes.OfType<Shape.Box>(), box => Assert.InRange(box.X + box.Width, 0, 380));
    }

    private static int ShadeOf(Shape.Box box) => int.Parse(box.Style["shade s".Length..]);

    private static Shape.Box[] Row(Picture map, int row)
    {
        // What says something when pointed at; the scale above does not.
        Shape.Box[] boxes = [.. map.Shapes.OfType<Shape.Box>().Where(box => box.Tip.Length > 0)];
        double[] tops = [.. boxes.Select(box => box.Y).Distinct().Order()];
        return [.. boxes.Where(box => box.Y == tops[row])];
    }
}
