using System.Globalization;

namespace SupTickets.Tests.Torture;

/// <summary>How much is tried, and where its figures go: both from the environment, as <c>./check --torture</c> sets it.</summary>
internal static class Torture
{
    /// <summary>Damaged files; a few thousand take seconds.</summary>
    public static int Mutations => Number("SUPTICKETS_MUTATIONS", 2_000);

    /// <summary>Where the random numbers of all of it come from.</summary>
    public static ulong Seed => (ulong)Number("SUPTICKETS_TORTURE_SEED", 1);

    /// <summary>Processes that are killed at a random time.</summary>
    public static int Kills => Number("SUPTICKETS_KILLS", 4);

    /// <summary>File operations at which a process is killed, and at which one fails; 0 tries each of them.</summary>
    public static int Points => Number("SUPTICKETS_FAULT_POINTS", 6);

    /// <summary>Adds a line to the figures, where they are asked for.</summary>
    public static void Tell(string line)
    {
        if (Environment.GetEnvironmentVariable("SUPTICKETS_TORTURE_FIGURES") is { Length: > 0 } file) File.AppendAllText(file, line + "\n");
    }

    private static int Number(string variable, int standard) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number
            : standard;
}
