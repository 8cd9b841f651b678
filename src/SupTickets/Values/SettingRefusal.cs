namespace SupTickets.Values;

/// <summary>
/// Turns an <see cref="ArgumentException"/> into a <see cref="SettingException"/> that names the setting. To be used only where settings
/// are turned into objects: anywhere else an <see cref="ArgumentException"/> is a fault of the program.
/// </summary>
internal static class SettingRefusal
{
    /// <summary>The object that <paramref name="make"/> makes of a setting.</summary>
    /// <param name="path">The setting's key.</param>
    /// <param name="value">What stands there.</param>
    /// <param name="allowed">What may stand there; the reason follows.</param>
    /// <param name="make">Turns it into an object.</param>
    /// <exception cref="SettingException">It was refused.</exception>
    public static T Of<T>(string path, string value, string allowed, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (ArgumentException refusal) when (refusal is not ArgumentNullException)
        {
            throw new SettingException([new(path, value, $"{allowed}: {Words(refusal)}")], refusal);
        }
    }

    /// <inheritdoc cref="Of{T}(string, string, string, Func{T})"/>
    public static void Of(string path, string value, string allowed, Action make) => Of<object?>(path, value, allowed, () =>
    {
        make();
        return null;
    });

    /// <summary>The message without the name of a parameter, which means nothing to the author of the setting.</summary>
    public static string Words(ArgumentException refusal) => refusal.Message.Split(" (Parameter '")[0];
}
