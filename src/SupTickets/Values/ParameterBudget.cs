using System.Globalization;

namespace SupTickets.Values;

/// <summary>
/// Limits how many parameters and buffers a network may have. A network is built twice: first in a pass that only counts, in which tensors
/// have sizes and no memory, then for good. So a size that a file asks for is refused before anything of that size exists.
/// </summary>
internal sealed class ParameterBudget
{
    [ThreadStatic]
    private static ParameterBudget? current;

    private readonly string what;
    private readonly long most;
    private readonly string allowed;
    private readonly Phase phase;
    private long taken;

    private ParameterBudget(string what, long most, string allowed, Phase phase) =>
        (this.what, this.most, this.allowed, this.phase) = (what, most, allowed, phase);

    private enum Phase
    {
        /// <summary>A bound is set; nothing is built yet.</summary>
        Open,

        /// <summary>Tensors are counted, and get no memory.</summary>
        Counting,

        /// <summary>It has been counted.</summary>
        Counted,
    }

    /// <summary>Builds something within the bound that <see cref="Within"/> set, or else within <see cref="Limit.ModelNumbers"/>.</summary>
    /// <param name="what">What is built, for messages.</param>
    /// <param name="build">Builds it; the same at each call. What it built while counting is disposed.</param>
    /// <exception cref="ArgumentException">It would have more parameters and buffers than allowed.</exception>
    public static T Build<T>(string what, Func<T> build)
        where T : IDisposable
    {
        if (current is { phase: not Phase.Open }) return build();
        (long most, string allowed) = current is { } bound ? (bound.most, bound.allowed) : (
            Limit.ModelNumbers.Most, Limit.ModelNumbers.Allowed);
        In<object?>(new(what, most, allowed, Phase.Counting), () =>
        {
            build().Dispose();
            return null;
        });
        return In(new(what, most, allowed, Phase.Counted), build);
    }

    /// <summary>
    /// The result of <paramref name="build"/>, which may use at most <paramref name="most"/> parameters and buffers: those that a file
    /// holds.
    /// </summary>
    public static T Within<T>(long most, string allowed, Func<T> build) =>
        In(new("", Math.Min(most, Limit.ModelNumbers.Most), allowed, Phase.Open), build);

    /// <summary>Takes <paramref name="numbers"/>.</summary>
    /// <returns>Whether they are only counted: then they need no memory.</returns>
    /// <exception cref="ArgumentException">They are more than is left.</exception>
    public static bool Take(long numbers)
    {
        if (current is not { phase: Phase.Counting } budget) return false;
        budget.taken = numbers > budget.most - budget.taken
            ? throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"{budget.what} would have {(decimal)budget.taken + numbers} parameters and buffers or more; allowed: {budget.allowed}"))
            : budget.taken + numbers;
        return true;
    }

    private static T In<T>(ParameterBudget budget, Func<T> run)
    {
        ParameterBudget? outer = current;
        current = budget;
        try
        {
            return run();
        }
        finally
        {
            current = outer;
        }
    }
}
