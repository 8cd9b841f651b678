using SupTickets.Layers;
using SupTickets.Storage;

namespace SupTickets.Cli;

/// <summary>Where the user's own costs of the engines are kept, if <c>bench calibrate</c> was ever asked to measure them.</summary>
internal static class EngineCostsFile
{
    /// <summary>The file, whether it is there or not.</summary>
    public static string Path { get; } = System.IO.Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify), "suptickets", "engine-costs.json");

    /// <summary>The user's costs, else the committed ones.</summary>
    /// <exception cref="RequestException">The file is there and cannot be read.</exception>
    public static EngineCosts Current()
    {
        if (!File.Exists(Path)) return EngineCosts.Committed;
        try
        {
            return EngineCosts.FromJson(RegularFile.ReadText(Path));
        }
        catch (Exception defect) when (defect is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new RequestException($"{Path}: {defect.Message}; remove it, or measure anew with 'suptickets bench calibrate'");
        }
    }

    /// <summary>Writes costs into a file, and makes its folder.</summary>
    /// <exception cref="RequestException">The file cannot be written.</exception>
    public static void Write(string file, EngineCosts costs)
    {
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(file))!);
            AtomicFile.WriteText(file, costs.ToJson() + "\n");
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new RequestException($"--out: '{file}' cannot be written: {refusal.Message}");
        }
    }
}
