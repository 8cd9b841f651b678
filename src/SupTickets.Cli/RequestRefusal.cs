namespace SupTickets.Cli;

/// <summary>
/// Turns an <see cref="ArgumentException"/> into a <see cref="RequestException"/> where options are turned into objects. Anywhere else an
/// <see cref="ArgumentException"/> is a fault of the program and reported as one (<see cref="Failure"/>). Code called through here must
/// therefore only make or check objects, and compute nothing.
/// </summary>
internal static class RequestRefusal
{
    /// <summary>The object that <paramref name="make"/> makes of options.</summary>
    /// <exception cref="RequestException">An argument was refused.</exception>
    public static T Of<T>(Func<T> make)
    {
        try
        {
            return make();
        }
        catch (ArgumentException refusal) when (refusal is not ArgumentNullException)
        {
            throw new RequestException(refusal.Message.Split(" (Parameter '")[0]);
        }
    }

    /// <summary>Runs <paramref name="check"/>.</summary>
    /// <exception cref="RequestException">It refused an argument.</exception>
    public static void Checked(Action check) => Of<object?>(() =>
    {
        check();
        return null;
    });
}
