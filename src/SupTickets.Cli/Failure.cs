using SupTickets.Data;
using SupTickets.Recipes;
using SupTickets.Reports;
using SupTickets.Sweeps;
using SupTickets.Training;

namespace SupTickets.Cli;

/// <summary>What the user is told of an exception, and what the process returns.</summary>
/// <param name="ExitCode">One of <see cref="Cli.ExitCode"/>.</param>
/// <param name="Message">The message, complete.</param>
internal sealed record Failure(int ExitCode, string Message)
{
    /// <summary>Set to 1, unexpected errors come with their stack.</summary>
    public const string TraceVariable = "SUPTICKETS_TRACE";

    private const string NativeLibrary =
        "the native library of TorchSharp cannot be loaded. It needs libstdc++ of GCC 13.2 or later (GLIBCXX_3.4.32), as in Ubuntu 24.04, "
        + "Debian 13 and Fedora 39. On Debian 12 ./suptickets in a clone of the repository installs it; elsewhere upgrade the system, or its "
        + "libstdc++6 package";

    /// <summary>The failure that an exception means.</summary>
    public static Failure Of(Exception error)
    {
        Exception cause = error;
        while (cause is AggregateException or System.Reflection.TargetInvocationException && cause.InnerException is { } inner) cause = inner;
        if (IsNative(cause)) return new(Cli.ExitCode.Failed, $"{NativeLibrary}. (The loader says: {FirstLine(Innermost(cause).Message)})");
        return cause switch
        {
            OperationCanceledException => new(Cli.ExitCode.Cancelled, "cancelled"),
            RecipeException recipe => new(Cli.ExitCode.WrongRequest, recipe.Message),
            SweepException or RequestException or RunFolderException or DataException or InvalidDataException or FormatException => new(Cli.ExitCode.WrongRequest, cause.Message),
            FileNotFoundException or DirectoryNotFoundException => new(Cli.ExitCode.WrongRequest, cause.Message),
            ArgumentException and not ArgumentNullException => new(Cli.ExitCode.WrongRequest, cause.Message.Split(" (Parameter '")[0]),
            UnauthorizedAccessException => new(Cli.ExitCode.WrongRequest, cause.Message),
            TrainingException or NotFiniteNumberException or IOException => new(Cli.ExitCode.Failed, cause.Message),
            _ => Unexpected(cause),
        };
    }

    private static Failure Unexpected(Exception error)
    {
        bool trace = Environment.GetEnvironmentVariable(TraceVariable) == "1";
        string detail = trace ? $"\n{error}" : $"; {TraceVariable}=1 prints the stack";
        return new(Cli.ExitCode.Failed, $"unexpected error: {error.GetType().Name}: {error.Message.ReplaceLineEndings(" ")}{detail}");
    }

    // TorchSharp wraps the loader's error differently from version to version; what they share is said somewhere in the chain.
    private static bool IsNative(Exception error) => Chain(error).Any(link =>
        link is DllNotFoundException or BadImageFormatException
        || (link is NotSupportedException or TypeInitializationException && Names(link.Message)));

    private static bool Names(string message) =>
        message.Contains("TorchSharp", StringComparison.Ordinal) || message.Contains("libtorch", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<Exception> Chain(Exception? error)
    {
        for (; error is not null; error = error.InnerException) yield return error;
    }

    // TorchSharp's message goes on for pages about where it searched.
    private static string FirstLine(string message) => message.Split('\n')[0].TrimEnd('\r', '.');

    private static Exception Innermost(Exception error) => Chain(error).Last();
}
