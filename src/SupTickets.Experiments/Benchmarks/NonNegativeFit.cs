namespace SupTickets.Experiments.Benchmarks;

/// <summary>Least squares of relative errors with factors that are not negative, for a few terms.</summary>
internal static class NonNegativeFit
{
    /// <summary>The factors by which the terms of each measurement sum up to its value, as nearly as possible.</summary>
    /// <param name="terms">For each measurement its terms, as many in each.</param>
    /// <param name="values">The measured values, above 0.</param>
    public static double[] Of(IReadOnlyList<double[]> terms, IReadOnlyList<double> values)
    {
        int count = terms[0].Length;
        double[][] relative = [.. terms.Zip(values, (row, value) => row.Select(term => term / value).ToArray())];
        double[] best = new double[count];
        double least = relative.Length;
        // Where a factor would be negative it is 0: every choice of terms is tried, as they are few.
        for (int used = 1; used < 1 << count; used++)
        {
            int[] columns = [.. Enumerable.Range(0, count).Where(column => (used >> column & 1) == 1)];
            if (Solved(relative, columns) is not { } factors || factors.Any(factor => factor < 0)) continue;
            double error = relative.Sum(row => Math.Pow(columns.Zip(factors, (column, factor) => row[column] * factor).Sum() - 1, 2));
            if (!(error < least)) continue;
            least = error;
            Array.Clear(best);
            foreach ((int column, double factor) in columns.Zip(factors)) best[column] = factor;
        }

        return best;
    }

    // Normal equations by Gauss; null where terms depend on one another.
    private static double[]? Solved(double[][] rows, int[] columns)
    {
        int n = columns.Length;
        // Terms differ by orders of magnitude.
        double[] scale = [.. columns.Select(column => Math.Sqrt(rows.Sum(row => row[column] * row[column])))];
        if (scale.Any(size => size == 0)) return null;
        double[,] system = new double[n, n + 1];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++) system[i, j] = rows.Sum(row => row[columns[i]] * row[columns[j]]) / (scale[i] * scale[j]);
            system[i, n] = rows.Sum(row => row[columns[i]]) / scale[i];
        }

        for (int pivot = 0; pivot < n; pivot++)
        {
            if (Math.Abs(system[pivot, pivot]) < 1e-12) return null;
            for (int i = 0; i < n; i++)
            {
                if (i == pivot) continue;
                double factor = system[i, pivot] / system[pivot, pivot];
                for (int j = pivot; j <= n; j++) system[i, j] -= factor * system[pivot, j];
            }
        }

        return [.. Enumerable.Range(0, n).Select(i => system[i, n] / system[i, i] / scale[i])];
    }
}
