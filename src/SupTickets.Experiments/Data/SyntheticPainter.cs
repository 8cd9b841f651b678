using SupTickets.Values;

namespace SupTickets.Experiments.Data;

/// <summary>Paints one generated image: textured ground, distractors, the form, an occluding bar, noise.</summary>
internal sealed class SyntheticPainter(RandomStream random)
{
    public const int Side = 32;
    private const int Channels = 3;
    private const int Plane = Side * Side;

    private readonly float[] canvas = new float[Channels * Plane];

    /// <summary>Fills <paramref name="pixels"/>, [3, 32, 32], with an image of the form.</summary>
    public void Paint(SyntheticForm form, Span<byte> pixels)
    {
        float[] ground = Colour();
        Fill(ground);
        AddWave(amplitude: random.NextDouble(0.03, 0.10));
        AddWave(amplitude: random.NextDouble(0.03, 0.10));
        for (int i = random.NextInt(3); i > 0; i--) PaintDistractor();
        PaintForm(form, Contrasting(ground));
        if (random.NextInt(4) == 0) PaintBar();
        AddNoiseAndRound(random.NextDouble(0.02, 0.08), pixels);
    }

    private float[] Colour() => [Level(0.1, 0.9), Level(0.1, 0.9), Level(0.1, 0.9)];

    private float Level(double low, double high) => (float)random.NextDouble(low, high);

    // A step from the ground in a random direction of colour space; a channel that would leave the range steps the other way.
    private float[] Contrasting(float[] ground)
    {
        double x = random.NextNormal(), y = random.NextNormal(), z = random.NextNormal();
        double step = random.NextDouble(0.45, 0.9) / Math.Sqrt(x * x + y * y + z * z + 1e-9);
        return [.. ground.Zip([x, y, z], (level, direction) => Step(level, (float)(direction * step)))];
    }

    private static float Step(float level, float by) => level + by is >= 0 and <= 1 ? level + by : level - by;

    private void Fill(float[] colour)
    {
        for (int channel = 0; channel < Channels; channel++) canvas.AsSpan(channel * Plane, Plane).Fill(colour[channel]);
    }

    private void AddWave(double amplitude)
    {
        double angle = random.NextDouble(0, Math.PI), period = random.NextDouble(6, 32), phase = random.NextDouble(0, Math.Tau);
        double alongX = Math.Cos(angle) * Math.Tau / period, alongY = Math.Sin(angle) * Math.Tau / period;
        float[] tint = [Level(-amplitude, amplitude), Level(-amplitude, amplitude), Level(-amplitude, amplitude)];
        for (int y = 0; y < Side; y++)
        {
            for (int x = 0; x < Side; x++)
            {
                float wave = (float)Math.Sin(alongX * x + alongY * y + phase);
                for (int channel = 0; channel < Channels; channel++) canvas[channel * Plane + y * Side + x] += tint[channel] * wave;
            }
        }
    }

    private void PaintForm(SyntheticForm form, float[] colour)
    {
        double radius = random.NextDouble(9, 13), turn = random.NextDouble(0, Math.Tau), squeeze = random.NextDouble(0.9, 1.1);
        double centreX = random.NextDouble(10, 22), centreY = random.NextDouble(10, 22);
        double cos = Math.Cos(turn) / radius, sin = Math.Sin(turn) / radius;
        Blend(colour, (x, y) =>
        {
            double right = (x - centreX) * squeeze, down = (y - centreY) / squeeze;
            return form.Inside(cos * right + sin * down, cos * down - sin * right) * radius;
        });
    }

    private void PaintDistractor()
    {
        double centreX = random.NextDouble(0, Side), centreY = random.NextDouble(0, Side);
        double radius = random.NextDouble(1, 3.5), power = random.NextDouble(1, 4);
        Blend(Colour(), (x, y) =>
            radius - Math.Pow(Math.Pow(Math.Abs(x - centreX), power) + Math.Pow(Math.Abs(y - centreY), power), 1 / power));
    }

    private void PaintBar()
    {
        double angle = random.NextDouble(0, Math.PI), width = random.NextDouble(1, 3);
        double cos = Math.Cos(angle), sin = Math.Sin(angle), offset = random.NextDouble(-9, 9);
        Blend(Colour(), (x, y) => width - Math.Abs((x - Side / 2.0) * cos + (y - Side / 2.0) * sin - offset));
    }

    // Depth is in pixels; coverage falls from one to zero over the pixel that the border crosses.
    private void Blend(float[] colour, Func<double, double, double> depth)
    {
        for (int y = 0; y < Side; y++)
        {
            for (int x = 0; x < Side; x++)
            {
                float cover = (float)Math.Clamp(0.5 + depth(x + 0.5, y + 0.5), 0, 1);
                if (cover == 0) continue;
                for (int channel = 0; channel < Channels; channel++)
                {
                    ref float level = ref canvas[channel * Plane + y * Side + x];
                    level += cover * (colour[channel] - level);
                }
            }
        }
    }

    private void AddNoiseAndRound(double deviation, Span<byte> pixels)
    {
        // A difference of two uniform 32-bit numbers: a triangle of deviation √(1/6), near enough to normal and much cheaper.
        float scale = (float)(deviation * Math.Sqrt(6) / uint.MaxValue);
        for (int i = 0; i < canvas.Length; i++)
        {
            ulong bits = random.NextBits();
            float noise = ((float)(uint)bits - (uint)(bits >> 32)) * scale;
            pixels[i] = (byte)Math.Clamp(MathF.Round((canvas[i] + noise) * 255), 0, 255);
        }
    }
}
