using SupTickets.Kernels.Vectors;
using SupTickets.LibTorch;
using SupTickets.Networks;
using SupTickets.Storage;

namespace SupTickets.Cli;

/// <summary>The file of the user's own engine costs, which <c>bench calibrate</c> writes.</summary>
internal static class EngineCostsFile
{
    /// <summary>The file, whether it is there or not.</summary>
    public static string Path { get; } = System.IO.Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify), "suptickets",
        "engine-costs.json");

    /// <summary>
    /// The user's costs if they were measured with libtorch as it computes now and vectors as wide as here, else the committed ones.
    /// </summary>
    /// <param name="warn">Called if the user has costs that do not hold here.</param>
    /// <exception cref="RequestException">The file is there and cannot be read.</exception>
    public static EngineCosts Current(Action<IEnumerable<string>> warn)
    {
        if (!File.Exists(Path)) return EngineCosts.Here;
        EngineCosts costs = Read();
        if (Misfit(costs, LibTorchSafety.State.OneDnn, VectorWidth.Bits) is not { } misfit) return costs;
        warn([$"{Path} {misfit}: the committed costs are used; measure anew with 'suptickets bench calibrate'"]);
        return EngineCosts.Here;
    }

    /// <summary>Why costs do not hold here, in words; null if they may.</summary>
    /// <param name="costs">The costs.</param>
    /// <param name="oneDnn">Whether oneDNN computes libtorch's convolutions here.</param>
    /// <param name="vectorBits">Bits of our kernels' vectors here.</param>
    internal static string? Misfit(EngineCosts costs, bool oneDnn, int vectorBits) => Misfit(costs.OneDnn, oneDnn)
        ?? (costs.Kernels?.VectorBits is { } measured && measured != vectorBits
            ? $"was measured with vectors of {measured} bits, and here they have {vectorBits}"
            : null);

    private static string? Misfit(bool? measured, bool now) => (measured, now) switch
    {
        (null, false) =>
            "does not say how libtorch computed convolutions when it was measured, and here it computes them by matrix products",
        (true, false) =>
            "was measured where libtorch computed convolutions by oneDNN, and here it computes them by matrix products",
        (false, true) =>
            "was measured where libtorch computed convolutions by matrix products, and here it computes them by oneDNN",
        _ => null,
    };

    private static EngineCosts Read()
    {
        try
        {
            return EngineCosts.FromJson(RegularFile.ReadText(Path));
        }
        catch (Exception defect) when (defect is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new RequestException($"{Path}: {defect.Message}; remove it, or measure anew with 'suptickets bench calibrate'");
        }
    }

    /// <summary>Makes the folder of a file. Called before measuring, so that results can be stored.</summary>
    /// <exception cref="RequestException">It cannot be made.</exception>
    public static void Prepare(string file) =>
        Wrote(file, () => Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(file))!));

    /// <summary>Writes costs into a file.</summary>
    /// <exception cref="RequestException">The file cannot be written.</exception>
    public static void Write(string file, EngineCosts costs) => Wrote(file, () => AtomicFile.WriteText(file, costs.ToJson() + "\n"));

    private static void Wrote(string file, Action write)
    {
        try
        {
            write();
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
        {
            throw new RequestException($"--out: '{file}' cannot be written: {refusal.Message}");
        }
    }
}
