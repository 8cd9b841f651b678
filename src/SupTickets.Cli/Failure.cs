using System.Runtime.InteropServices;
using SupTickets.Experiments.Data;
using SupTickets.Experiments.Runs;
using SupTickets.Experiments.Sweeps;
using SupTickets.LibTorch;
using SupTickets.Training;
using SupTickets.Values;

namespace SupTickets.Cli;

/// <summary>The message and the exit code for an exception.</summary>
/// <param name="ExitCode">One of <see cref="Cli.ExitCode"/>.</param>
/// <param name="Message">The message, complete.</param>
internal sealed record Failure(int ExitCode, string Message)
{
    /// <summary>Set to 1, unexpected errors come with their stack.</summary>
    public const string TraceVariable = "SUPTICKETS_TRACE";

    private const string NativeLibrary =
        "the native library of TorchSharp cannot be loaded. It needs libstdc++ of GCC 13.2 or later (GLIBCXX_3.4.32), as in Ubuntu 24.04, "
        + "Debian 13 and Fedora 39. On Debian 12 ./suptickets in a clone of the repository installs it; elsewhere upgrade the system, or "
        + "its "
        + "libstdc++6 package";

    private const string NoMemory = "there is not enough memory: a smaller batch, a smaller model or fewer threads need less";

    // Words in libtorch's errors when memory runs out, on the CPU and on a GPU.
    private static readonly string[] MemoryWords = ["can't allocate memory", "not enough memory", "out of memory", "std::bad_alloc"];

    /// <summary>The failure that an exception means.</summary>
    public static Failure Of(Exception error) => Of(error, ProcessLimits.Current);

    /// <summary>The failure that an exception means in a process with these limits.</summary>
    internal static Failure Of(Exception error, ProcessLimits limits)
    {
        Exception cause = error;
        while (cause is AggregateException or System.Reflection.TargetInvocationException && cause.InnerException is { } inner)
            cause = inner;
        if (Chain(cause).FirstOrDefault(IsMemory) is { } memory)
            return new(Cli.ExitCode.Failed, $"{NoMemory}{limits.OnMemory}{Claimed(memory)}");
        if (Chain(cause).FirstOrDefault(IsTooManyFiles) is { } many)
            return new(Cli.ExitCode.Failed, $"{FirstLine(many.Message)}{limits.OnOpenFiles}");
        if (IsNative(cause)) return new(Cli.ExitCode.Failed, limits.AddressSpace is null
            ? $"{NativeLibrary}. (The loader says: {FirstLine(Innermost(cause).Message)})"
            : $"the native library of TorchSharp cannot be loaded{limits.OnMemory}");
        return cause switch
        {
            OperationCanceledException => new(Cli.ExitCode.Cancelled, "cancelled; nothing was written, the same line starts anew"),
            SettingException recipe => new(Cli.ExitCode.WrongRequest, recipe.Message),
            SweepException or RequestException or RunFolderException or DataException or InvalidDataException or FormatException =>
                new(Cli.ExitCode.WrongRequest, cause.Message),
            FileNotFoundException or DirectoryNotFoundException => new(Cli.ExitCode.WrongRequest, cause.Message),
            // A name that no table holds comes from a request. Any other wrong argument was passed by the program: see RequestRefusal.
            UnknownNameException => new(Cli.ExitCode.WrongRequest, cause.Message),
            UnauthorizedAccessException => new(Cli.ExitCode.WrongRequest, cause.Message),
            TrainingException or LibTorchException or NotFiniteNumberException or IOException => new(Cli.ExitCode.Failed, cause.Message),
            _ => Unexpected(cause),
        };
    }

    private static Failure Unexpected(Exception error)
    {
        bool trace = Environment.GetEnvironmentVariable(TraceVariable) == "1";
        string detail = trace ? $"\n  {error.ToString().ReplaceLineEndings("\n  ")}" : $"; {TraceVariable}=1 prints the stack";
        string seen = $"{error.GetType().Name}: {error.Message.ReplaceLineEndings(" ")}";
        return new(Cli.ExitCode.Failed, $"unexpected error: this is a fault of the program, not of the request: {seen}{detail}");
    }

    // TorchSharp wraps the loader's error differently in each version; all have one link of the chain in common.
    private static bool IsNative(Exception error) => Chain(error).Any(link =>
        link is DllNotFoundException or BadImageFormatException
        || (link is NotSupportedException or TypeInitializationException && Names(link.Message)));

    private static bool IsMemory(Exception error) => error is OutOfMemoryException
        || (error is ExternalException && MemoryWords.Any(words => error.Message.Contains(words, StringComparison.OrdinalIgnoreCase)));

    // How much memory was asked for, if libtorch's message says so.
    private static string Claimed(Exception error) => error is ExternalException ? $". (libtorch says: {FirstLine(error.Message)})" : "";

    private static bool IsTooManyFiles(Exception error) =>
        error is IOException && error.Message.Contains("Too many open files", StringComparison.OrdinalIgnoreCase);

    private static bool Names(string message) =>
        message.Contains("TorchSharp", StringComparison.Ordinal) || message.Contains("libtorch", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<Exception> Chain(Exception? error)
    {
        for (; error is not null; error = error.InnerException) yield return error;
    }

    // TorchSharp's message lists for pages where it searched.
    private static string FirstLine(string message) => message.Split('\n')[0].TrimEnd('\r', '.');

    private static Exception Innermost(Exception error) => Chain(error).Last();
}
