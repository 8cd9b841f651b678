using System.Globalization;
using SupTickets.Experiments.Data;
using SupTickets.Experiments.Recipes;
using SupTickets.Networks;

namespace SupTickets.Experiments.Runs;

/// <summary>
/// The right of this process to write into a run folder, from before its first write until it is disposed. Without it two processes could
/// mix their runs. When a process is killed, the system releases its claim.
/// </summary>
public sealed class RunClaim : IDisposable
{
    // Between making a folder and locking it, another process may remove it, when it gives that folder up. This is how often that may
    // happen.
    private const int Attempts = 10;

    private readonly FileLock held;
    private readonly bool isNew, madeFolder;
    private bool hasBegun;

    private RunClaim(RunFolder folder, FileLock held, bool isNew, bool madeFolder) =>
        (Folder, this.held, this.isNew, this.madeFolder) = (folder, held, isNew, madeFolder);

    /// <summary>The folder.</summary>
    public RunFolder Folder { get; }

    /// <summary>
    /// Claims a folder for a new run, and makes it if it does not exist. Leftovers of a process that was killed before its run began are
    /// removed.
    /// </summary>
    /// <exception cref="RunFolderException">It holds something, or is no folder.</exception>
    /// <exception cref="RunBusyException">Another process has it.</exception>
    public static RunClaim New(string path)
    {
        RequireFree(path);
        if (TryNew(path) is { } claim) return claim;
        RequireFree(path);
        throw Busy(path);
    }

    /// <summary>
    /// Takes the first of the folders <c>NAME-1</c>, <c>NAME-2</c>, … that holds nothing and that no other process takes.
    /// </summary>
    /// <param name="name">The path without the number.</param>
    /// <exception cref="RunFolderException">None can be made.</exception>
    public static RunClaim FirstFree(string name)
    {
        for (int number = 1; ; number++)
        {
            string path = string.Create(CultureInfo.InvariantCulture, $"{name}-{number}");
            // Looking first leaves the folders of other runs untouched; only the claim decides.
            if (RunFolder.At(path).Leftovers.LeaveRoom && TryNew(path) is { } claim) return claim;
        }
    }

    /// <summary>Claims the folder of a run that exists, and removes the temporary files that a killed process left.</summary>
    /// <exception cref="RunBusyException">Another process has it.</exception>
    public static RunClaim Of(RunFolder folder)
    {
        FileLock held = FileLock.TryTake(folder.Lock) ?? throw Busy(folder.Path);
        folder.Leftovers.RemoveTemporaryFiles();
        return new(folder, held, isNew: false, madeFolder: false);
    }

    /// <summary>Throws unless <paramref name="path"/> could be taken for a new run; touches nothing.</summary>
    /// <exception cref="RunFolderException">It holds something, or is no folder.</exception>
    public static void RequireFree(string path)
    {
        if (string.IsNullOrWhiteSpace(path))
            throw new RunFolderException($"'{path}' names no folder: name one that is empty or does not exist");
        RunFolder folder = RunFolder.At(path);
        if (folder.Leftovers.LeaveRoom) return;
        if (File.Exists(folder.Path)) throw new RunFolderException($"'{path}' is a file: name a folder that is empty or does not exist");
        throw new RunFolderException(File.Exists(folder.Recipe)
            ? $"'{path}' holds a run, which is never overwritten: resume it, or name a folder that is empty or does not exist"
            : $"'{path}' is not empty: name a folder that is empty or does not exist");
    }

    /// <inheritdoc cref="RunFolder.Begin"/>
    public void Begin(Recipe recipe, EngineCosts costs, DataFingerprint data)
    {
        Folder.Begin(recipe, costs, data);
        hasBegun = true;
    }

    /// <summary>
    /// Gives the new run up: when the claim is disposed, everything that the run wrote is removed, and the folder too if it was made for
    /// the run.
    /// </summary>
    public void Discard() => hasBegun = false;

    /// <inheritdoc/>
    public void Dispose()
    {
        bool discards = isNew && !hasBegun;
        try
        {
            if (discards) Folder.Leftovers.Remove();
            held.Dispose();
            if (discards && madeFolder) Directory.Delete(Folder.Path);
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
        {
            // The next run can take what is left here. The error that led here is the one to report.
            held.Dispose();
        }
    }

    /// <summary>The error that another process works on a folder.</summary>
    internal static RunBusyException Busy(string path) => new($"another process is working on '{path}': wait until it ends, or stop it");

    private RunClaim Cleared()
    {
        try
        {
            Folder.Leftovers.Remove();
            return this;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    // Null if another process holds the folder, or has just filled it.
    private static RunClaim? TryNew(string path)
    {
        RunFolder folder = RunFolder.At(path);
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                bool makes = !Directory.Exists(folder.Path);
                Directory.CreateDirectory(folder.Path);
                if (FileLock.TryTake(folder.Lock) is not { } held) return null;
                RunClaim claim = new(folder, held, isNew: folder.Leftovers.LeaveRoom, makes);
                if (claim.isNew) return claim.Cleared();
                claim.Dispose();
                return null;
            }
            catch (DirectoryNotFoundException) when (attempt < Attempts)
            {
                // The process that held the folder has just removed it.
            }
            catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
            {
                throw new RunFolderException($"'{path}' cannot be made: {refusal.Message}");
            }
        }
    }
}
