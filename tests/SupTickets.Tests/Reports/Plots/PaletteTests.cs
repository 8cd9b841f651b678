using SupTickets.Experiments.Reports.Plots;

namespace SupTickets.Tests.Reports.Plots;

/// <summary>Contrast by WCAG 2.2: at least 4.5 for text, at least 3 for what a plot is made of.</summary>
public sealed class PaletteTests
{
    private const double Text = 4.5, Graphics = 3;

    public static TheoryData<string> Schemes => ["light", "dark"];

    [Fact]
    public void Contrast_by_hand()
    {
        Assert.Equal(21, Contrast("#ffffff", "#000000"), 1e-9);
        // A published pair: the lightest grey that text on white may have.
        Assert.InRange(Contrast("#767676", "#ffffff"), 4.5, 4.6);
        Assert.Equal(1, Contrast("#123456", "#123456"), 1e-12);
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public void Text_is_read_on_the_page_on_cards_and_on_shaded_cycles(string scheme)
    {
        Palette palette = Of(scheme);
        Assert.All(
            from text in new[] { palette.Ink, palette.Soft, palette.First }
            from ground in new[] { palette.Ground, palette.Card }
            select (text, ground),
            pair => Assert.InRange(Contrast(pair.text, pair.ground), Text, 21));
        Assert.All(Bands(palette), band => Assert.InRange(Contrast(palette.Soft, band), Text, 21));
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public void Every_series_stands_out_from_its_ground(string scheme)
    {
        Palette palette = Of(scheme);
        Assert.All(
            from series in new[] { palette.First, palette.Second, palette.Third, palette.Soft }
            from ground in new[] { palette.Ground, palette.Card }.Concat(Bands(palette))
            select (series, ground),
            pair => Assert.InRange(Contrast(pair.series, pair.ground), Graphics, 21));
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public void The_least_shade_is_seen_the_next_is_stronger_and_text_is_read_on_each(string scheme)
    {
        Palette palette = Of(scheme);
        string[] shades = [.. Enumerable.Range(0, Palette.Shades).Select(palette.Shade)];
        Assert.Equal((palette.Least, palette.Most), (shades[0], shades[^1]));
        double[] contrasts = [.. shades.Select(shade => Contrast(shade, palette.Card))];
        Assert.All(contrasts, contrast => Assert.InRange(contrast, Graphics, 21));
        Assert.All(
            contrasts.Zip(contrasts.Skip(1)), pair => Assert.True(pair.Second > 1.04 * pair.First, $"{pair.First} and {pair.Second}"));
        Assert.All(
            Enumerable.Range(0, Palette.Shades), shade => Assert.InRange(Contrast(palette.Shade(shade), palette.On(shade)), Text, 21));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.5, 8)]
    [InlineData(1, 15)]
    [InlineData(-1, 0)]
    [InlineData(2, 15)]
    public void An_amount_has_a_shade(double amount, int shade) => Assert.Equal(shade, Palette.ShadeOf(amount));

    [Fact]
    public void The_style_sheet_has_every_colour()
    {
        string style = Palette.Light.ToStyle();
        Assert.Contains("--first: #2463c9;", style, StringComparison.Ordinal);
        Assert.Contains($"--s{Palette.Shades - 1}: {Palette.Light.Most};", style, StringComparison.Ordinal);
        Assert.Contains($"--o0: {Palette.Light.On(0)};", style, StringComparison.Ordinal);
    }

    private static Palette Of(string scheme) => scheme == "light" ? Palette.Light : Palette.Dark;

    private static double Contrast(string a, string b)
    {
        double x = Palette.Luminance(a) + 0.05, y = Palette.Luminance(b) + 0.05;
        return Math.Max(x, y) / Math.Min(x, y);
    }

    // Cycles are shaded by a veil of the colour of axes over the card.
    private static IEnumerable<string> Bands(Palette palette) => LinePlot.BandOpacities.Select(opacity => "#" + string.Concat(
        new[] { 1, 3, 5 }.Select(
            at => ((int)Math.Round((opacity * Part(palette.Soft, at)) + ((1 - opacity) * Part(palette.Card, at)))).ToString("x2"))));

    private static int Part(string colour, int at) => Convert.ToInt32(colour.Substring(at, 2), 16);
}
