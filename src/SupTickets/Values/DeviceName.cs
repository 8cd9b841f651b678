using System.Text.RegularExpressions;

namespace SupTickets.Values;

/// <summary>Names of devices in recipes and options.</summary>
internal static partial class DeviceName
{
    /// <summary>The processor.</summary>
    public const string Cpu = "cpu";

    /// <summary>What is allowed, in words.</summary>
    public const string Allowed = "cpu, cuda, or cuda:N";

    /// <summary>Whether a text names a device; not whether this machine has it.</summary>
    public static bool IsOne(string text) => Pattern().IsMatch(text);

    [GeneratedRegex(@"^(cpu|cuda(:\d{1,3})?)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
