using SupTickets.Reports.Plots;

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
        Assert.True(a[0].Opacity > a[1].Opacity && a[1].Opacity > b[0].Opacity, "the denser, the darker");
    }

    [Fact]
    public void Equal_ratios_of_density_are_equal_steps_of_shade()
    {
        // 1 %, 10 % and 100 %: the ends of the scale and its middle.
        Picture map = new LayerMap([("a", 100), ("b", 100), ("c", 100)], [(0, [1L, 10L, 100L])], 1).Draw([]);
        double[] opacity = [.. map.Shapes.OfType<Shape.Box>().Select(box => box.Opacity)];
        Assert.Equal(1, opacity[2], 1e-9);
        Assert.Equal(opacity[1] - opacity[0], opacity[2] - opacity[1], 1e-9);
        Assert.Equal(["1 %", "10 %", "100 %"], map.Shapes.OfType<Shape.Label>().Where(label => label.Style.StartsWith("inside")).Select(label => label.Words));
    }

    [Fact]
    public void A_dense_network_is_dark_throughout()
    {
        Picture map = new LayerMap(Layers, [(0, [100L, 1000L])], 1).Draw([]);
        Assert.All(map.Shapes.OfType<Shape.Box>(), box => Assert.Equal(1, box.Opacity, 1e-9));
    }

    private static Shape.Box[] Row(Picture map, int row)
    {
        double[] tops = [.. map.Shapes.OfType<Shape.Box>().Select(box => box.Y).Distinct().Order()];
        return [.. map.Shapes.OfType<Shape.Box>().Where(box => box.Y == tops[row])];
    }
}
