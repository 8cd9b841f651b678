using SupTickets.Experiments.Data;
using SupTickets.Values;

namespace SupTickets.Tests.Data;

public sealed class SyntheticImagesTests
{
    [Fact]
    public void The_same_seed_gives_the_same_images_and_a_larger_set_begins_with_a_smaller_one()
    {
        MemoryImages small = SyntheticImages.Generate(20, new Seed(3)), large = SyntheticImages.Generate(40, new Seed(3));
        for (int i = 0; i < small.Count; i++)
        {
            Assert.Equal(large.Label(i), small.Label(i));
            Assert.Equal(large.Pixels(i), small.Pixels(i));
        }
    }

    [Fact]
    public void Other_seeds_and_other_indices_give_other_images()
    {
        MemoryImages one = SyntheticImages.Generate(30, new Seed(3)), other = SyntheticImages.Generate(30, new Seed(4));
        var all = Enumerable.Range(0, 30).SelectMany(i => new[] { one.Pixels(i).ToArray(), other.Pixels(i).ToArray() });
        Assert.Equal(60, all.Select(Convert.ToHexString).Distinct().Count());
    }

    [Fact]
    public void Classes_are_balanced()
    {
        MemoryImages images = SyntheticImages.Generate(105, new Seed(1));
        var counts = Enumerable.Range(0, images.Count).CountBy(images.Label).Select(pair => pair.Value).ToList();
        Assert.Equal((10, 10, 11), (counts.Count, counts.Min(), counts.Max()));
    }

    [Fact]
    public void Mean_colour_does_not_tell_the_class()
    {
        MemoryImages images = SyntheticImages.Generate(1500, new Seed(8));
        double Mean(int index) => images.Pixels(index).ToArray().Average(pixel => (double)pixel);
        var means = Enumerable.Range(0, images.Count).GroupBy(images.Label, Mean).ToList();
        double within = means.Average(group => Deviation([.. group]));
        double between = Deviation([.. means.Select(group => group.Average())]);
        Assert.InRange(between, 0, within / 5);
    }

    [Fact]
    public void Every_form_covers_part_of_the_unit_disc_and_ends_within_it()
    {
        Assert.All(SyntheticForm.All, form =>
        {
            int inside = 0;
            for (double u = -1.5; u <= 1.5; u += 0.05)
                for (double v = -1.5; v <= 1.5; v += 0.05)
                {
                    if (form.Inside(u, v) <= 0) continue;
                    inside++;
                    Assert.InRange(u * u + v * v, 0, 1.13);
                }

            Assert.InRange(inside * 0.05 * 0.05, 0.5, 2.5);
        });
    }

    [Fact]
    public void A_tip_of_the_star_is_inside_and_a_notch_is_outside()
    {
        Func<double, double, double> star = SyntheticForm.All.Single(form => form.Name == "star").Inside;
        Assert.True(star(0.97, 0) > 0 && star(0, 0) > 0);
        Assert.True(star(-0.5, 0) < 0 && star(1.03, 0) < 0);
    }

    private static double Deviation(double[] values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }
}
