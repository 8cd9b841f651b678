namespace SupTickets.Experiments.Evaluation;

/// <summary>Student's t distribution.</summary>
internal static class StudentT
{
    private const double Tiny = 1e-300, Precision = 1e-15;
    private const int MostTerms = 10_000;

    /// <summary>The chance of a |t| at least as great, in [0, 1].</summary>
    /// <param name="t">Any number; infinite where the standard error is 0.</param>
    /// <param name="freedom">Degrees of freedom, above 0, not necessarily whole.</param>
    public static double TwoSidedP(double t, double freedom)
    {
        Require(freedom);
        double all = freedom + (t * t);
        return double.IsInfinity(all) ? 0 : RegularizedBeta(freedom / all, t * t / all, freedom / 2, 0.5);
    }

    /// <summary>The t beyond which, on either side, lies one minus <paramref name="confidence"/> in all.</summary>
    /// <param name="confidence">In (0, 1): 0.95 gives the half-width of a 95 % interval in standard errors.</param>
    /// <param name="freedom">Degrees of freedom, above 0.</param>
    public static double Quantile(double confidence, double freedom)
    {
        Require(freedom);
        if (confidence is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "allowed: above 0 and below 1");
        double p = 1 - confidence, low = 0, high = 1;
        while (TwoSidedP(high, freedom) > p) high *= 2;
        // Halved until the two are neighbours: P falls steadily in t.
        for (double middle = (low + high) / 2; middle > low && middle < high; middle = (low + high) / 2)
            (low, high) = TwoSidedP(middle, freedom) > p ? (middle, high) : (low, middle);
        return high;
    }

    // I_x(a, b) by its continued fraction, which converges fast below the mean of the distribution and is turned around above it. The rest
    // is 1 − x, which has lost its digits where it is small.
    private static double RegularizedBeta(double x, double rest, double a, double b)
    {
        if (x <= 0) return 0;
        if (rest <= 0) return 1;
        double front = Math.Exp(LogGamma(a + b) - LogGamma(a) - LogGamma(b) + (a * Math.Log(x)) + (b * Math.Log(rest)));
        return x < (a + 1) / (a + b + 2)
            ? front * Fraction(x, a, b) / a
            : 1 - (front * Fraction(rest, b, a) / b);
    }

    // Lentz's method for continued fractions.
    private static double Fraction(double x, double a, double b)
    {
        double c = 1, d = Nonzero(1 - ((a + b) * x / (a + 1)));
        d = 1 / d;
        double value = d;
        for (int m = 1; m <= MostTerms; m++)
        {
            double even = m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m)));
            d = 1 / Nonzero(1 + (even * d));
            c = Nonzero(1 + (even / c));
            value *= d * c;
            double odd = -(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1));
            d = 1 / Nonzero(1 + (odd * d));
            c = Nonzero(1 + (odd / c));
            value *= d * c;
            if (Math.Abs((d * c) - 1) < Precision) return value;
        }

        return value;
    }

    private static double Nonzero(double value) => Math.Abs(value) < Tiny ? Tiny : value;

    // Stirling's series, after the argument has been raised to where the series is exact to the last digits.
    private static double LogGamma(double x)
    {
        double raised = 0;
        for (; x < 10; x++) raised -= Math.Log(x);
        double inverse = 1 / x, square = inverse * inverse;
        double series = inverse * ((1.0 / 12) - (square * ((1.0 / 360) - (square * ((1.0 / 1260) - (square * ((1.0 / 1680)
            - (square * ((1.0 / 1188) - (square * 691.0 / 360360))))))))));
        return raised + ((x - 0.5) * Math.Log(x)) - x + (0.5 * Math.Log(2 * Math.PI)) + series;
    }

    private static void Require(double freedom)
    {
        if (!(freedom > 0)) throw new ArgumentOutOfRangeException(nameof(freedom), freedom, "allowed: above 0");
    }
}
