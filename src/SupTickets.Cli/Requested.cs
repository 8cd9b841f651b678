namespace SupTickets.Cli;

/// <summary>
/// Where options are turned into objects, an <see cref="ArgumentException"/> says that the request is wrong. Anywhere else it is a fault
/// of the program, and reported as one (<see cref="Failure"/>): what goes through here must compute nothing.
/// </summary>
internal static class Requested
{
    /// <summary>What the options stand for.</summary>
    /// <exception cref="RequestException">They stand for nothing that can be.</exception>
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

    /// <summary>Passes what <paramref name="check"/> does not refuse.</summary>
    /// <exception cref="RequestException">It does.</exception>
    public static void Checked(Action check) => Of<object?>(() =>
    {
        check();
        return null;
    });
}
