using CsCheck;
using SupTickets.Experiments.Data;
using SupTickets.Values;

namespace SupTickets.Tests.Data;

public sealed class RandomCropTests
{
    [Fact]
    public void A_crop_lies_inside_with_the_area_and_ratio_allowed() =>
        Gen.Select(Gen.Int[60, 700], Gen.Int[60, 700], Gen.ULong)
            .Where((width, height, _) => Math.Max(width, height) < 4 * Math.Min(width, height)).Sample((width, height, seed) =>
        {
            RandomCrop crop = RandomCrop.Draw(width, height, new RandomStream(seed));
            Assert.True(crop.Left >= 0 && crop.Top >= 0 && crop.Left + crop.Width <= width && crop.Top + crop.Height <= height);
            Assert.InRange(crop.Width / (double)crop.Height, 0.7, 1.43);
            Assert.InRange(crop.Width * (double)crop.Height / width / height, 0.07, 1.0);
        });

    [Fact]
    public void An_extreme_shape_falls_back_to_the_middle()
    {
        Assert.Equal(new RandomCrop(493, 0, 13, 10), RandomCrop.Draw(1000, 10, new RandomStream(1)));
        Assert.Equal(new RandomCrop(0, 493, 10, 13), RandomCrop.Draw(10, 1000, new RandomStream(1)));
        Assert.Equal(new RandomCrop(0, 50, 1, 1), RandomCrop.Draw(1, 101, new RandomStream(1)));
    }

    [Fact]
    public void Areas_are_spread_evenly()
    {
        RandomStream random = new(3);
        double[] shares = [
            .. Enumerable.Range(0, 2000).Select(_ => RandomCrop.Draw(300, 300, random)).Select(crop => crop.Width * crop.Height / 90000.0)];
        Assert.InRange(shares.Average(), 0.46, 0.56);
        Assert.InRange(shares.Count(share => share < 0.31) / 2000.0, 0.2, 0.32);
    }
}
