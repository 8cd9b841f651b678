using System.Globalization;
using SkiaSharp;

namespace SupTickets.Experiments.Reports.Plots;

/// <summary>Pictures as PNG, in the light colours, with the caption above and the legend under it.</summary>
internal static class PngPicture
{
    private const float Scale = 2;
    private const float Margin = 14;
    private const float TextSize = 12;
    private const float NoteLine = 17;

    /// <summary>The bytes of the file.</summary>
    /// <exception cref="InvalidDataException">The system has no font for the words of a plot.</exception>
    public static byte[] Of(Picture picture)
    {
        using SKTypeface face = Face();
        using SKFont font = new(face, TextSize) { Subpixel = true }, large = new(face, TextSize + 3) { Subpixel = true };
        string[] note = [.. Lines(picture.Note, font, (float)picture.Width)];
        float head = Margin + 20 + note.Length * NoteLine + (picture.Legend.Count == 0 ? 0 : 18) + 6;
        SKImageInfo size = new(
            (int)Math.Ceiling(Scale * (picture.Width + 2 * Margin)), (int)Math.Ceiling(Scale * (picture.Height + head + Margin)));
        using SKSurface surface = SKSurface.Create(size) ?? throw new InvalidDataException(
            $"no picture of {size.Width} x {size.Height} can be made");
        SKCanvas canvas = surface.Canvas;
        canvas.Clear(Colour(Palette.Light.Card));
        canvas.Scale(Scale);
        canvas.Translate(Margin, 0);
        Head(canvas, picture, note, font, large);
        canvas.Translate(0, head);
        foreach (Shape shape in picture.Shapes) Draw(canvas, shape, font);
        using SKImage image = surface.Snapshot();
        using SKData data = image.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    // Without a font service of the system, Skia looks for fonts in folders; a compute server may have none.
    private static SKTypeface Face()
    {
        SKFontManager fonts = SKFontManager.Default;
        SKTypeface? face = new[] { "DejaVu Sans", "Liberation Sans", "Arial" }
            .Select(fonts.MatchFamily).FirstOrDefault(found => found is not null)
            ?? (fonts.FontFamilyCount > 0 ? fonts.MatchFamily(fonts.GetFamilyName(0)) : null);
        return face ?? throw new InvalidDataException(
            "no font was found for the words in PNG plots: install one, such as the package fonts-dejavu-core");
    }

    // As many words to a line as fit.
    private static IEnumerable<string> Lines(string? text, SKFont font, float width)
    {
        string line = string.Empty;
        foreach (string word in text?.Split(' ') ?? [])
        {
            if (line.Length > 0 && font.MeasureText($"{line} {word}") > width)
            {
                yield return line;
                line = string.Empty;
            }

            line = line.Length == 0 ? word : $"{line} {word}";
        }

        if (line.Length > 0) yield return line;
    }

    private static void Head(SKCanvas canvas, Picture picture, IEnumerable<string> note, SKFont font, SKFont large)
    {
        float y = Margin + 14;
        using SKPaint ink = Paint("ink"), soft = Paint("soft");
        canvas.DrawText(picture.Title, 0, y, large, ink);
        foreach (string line in note) canvas.DrawText(line, 0, y += NoteLine, font, soft);
        float x = 4;
        foreach ((string name, string style) in picture.Legend)
        {
            using SKPaint key = Paint(style);
            canvas.DrawCircle(x, y + 14, 4, key);
            canvas.DrawText(name, x + 8, y + 18, font, soft);
            x += font.MeasureText(name) + 28;
        }
    }

    private static void Draw(SKCanvas canvas, Shape shape, SKFont font)
    {
        using SKPaint paint = Paint(shape.Style);
        switch (shape)
        {
            case Shape.Line line:
                paint.Style = SKPaintStyle.Stroke;
                using (paint.PathEffect = shape.Style == "marker" ? SKPathEffect.CreateDash([2, 4], 0) : null)
                    canvas.DrawLine((float)line.X1, (float)line.Y1, (float)line.X2, (float)line.Y2, paint);
                break;
            case Shape.Curve curve:
                paint.Style = SKPaintStyle.Stroke;
                paint.StrokeWidth = shape.Style == "diagonal" ? 1 : 1.8f;
                paint.StrokeJoin = SKStrokeJoin.Round;
                using (paint.PathEffect = shape.Style == "diagonal" ? SKPathEffect.CreateDash([5, 4], 0) : null)
                using (SKPath path = Path(curve.Points)) canvas.DrawPath(path, paint);
                break;
            case Shape.Dot dot:
                (paint.Style, paint.StrokeWidth) = shape.Style.StartsWith("ring", StringComparison.Ordinal) ? (SKPaintStyle.Stroke, 2)
                    : (SKPaintStyle.Fill, 0);
                canvas.DrawCircle((float)dot.X, (float)dot.Y, (float)dot.Radius, paint);
                break;
            case Shape.Box box:
                paint.Color = paint.Color.WithAlpha((byte)Math.Round(255 * box.Opacity));
                if (shape.Style == "hollow") paint.Style = SKPaintStyle.Stroke;
                canvas.DrawRect((float)box.X, (float)box.Y, (float)box.Width, (float)box.Height, paint);
                break;
            case Shape.Label label:
                SKTextAlign align = label.Anchor switch
                {
                    "middle" => SKTextAlign.Center,
                    "end" => SKTextAlign.Right,
                    _ =>
                    SKTextAlign.Left
                };
                canvas.DrawText(label.Words, (float)label.X, (float)label.Y, align, font, paint);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(shape), shape, "no such shape");
        }
    }

    private static SKPath Path(IReadOnlyList<(double X, double Y)> points)
    {
        SKPath path = new();
        path.MoveTo((float)points[0].X, (float)points[0].Y);
        foreach ((double x, double y) in points.Skip(1)) path.LineTo((float)x, (float)y);
        return path;
    }

    // The last class wins, as in the page's style sheet.
    private static SKPaint Paint(string style) => new()
    {
        IsAntialias = true,
        Color = Colour(style.Split(' ')[^1] switch
        {
            "first" => Palette.Light.First,
            "second" => Palette.Light.Second,
            "third" => Palette.Light.Third,
            "grid" => Palette.Light.Line,
            "ink" => Palette.Light.Ink,
            ['s', .. var shade] when int.TryParse(shade, CultureInfo.InvariantCulture, out int step) => Palette.Light.Shade(step),
            ['o', .. var shade] when int.TryParse(shade, CultureInfo.InvariantCulture, out int step) => Palette.Light.On(step),
            _ => Palette.Light.Soft,
        }),
    };

    private static SKColor Colour(string hexadecimal) => SKColor.Parse(hexadecimal);
}
