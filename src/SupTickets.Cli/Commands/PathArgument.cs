using SupTickets.Storage;
using SupTickets.Values;

namespace SupTickets.Cli.Commands;

/// <summary>Checks that a path of the request is of the kind that the command needs; a message says what it is instead.</summary>
internal static class PathArgument
{
    // The character by which .NET replaces bytes that are no text.
    private const char Undecodable = '\uFFFD';

    // No name is suggested in a folder with more entries than these.
    private const int MostNeighbours = 1000;

    /// <summary>A folder that exists.</summary>
    /// <param name="name">The argument or option.</param>
    /// <param name="path">What was given.</param>
    /// <param name="allowed">What may be given.</param>
    /// <exception cref="RequestException">It is none.</exception>
    public static string Folder(string name, string path, string allowed)
    {
        if (Directory.Exists(path)) return path;
        throw new RequestException(
            File.Exists(path) ? $"{name}: got '{path}', which is {KindOf(path)}; allowed: {allowed}" : Nowhere(name, path, allowed));
    }

    /// <summary>Any path but the empty one, which a shell makes of a variable that is not set.</summary>
    /// <inheritdoc cref="Folder"/>
    public static string Named(string name, string path, string allowed) =>
        path.Length > 0 ? path : throw new RequestException($"{name}: got ''; allowed: {allowed}");

    /// <summary>A file or folder that exists.</summary>
    /// <inheritdoc cref="Folder"/>
    public static string Any(string name, string path, string allowed) =>
        Path.Exists(path) ? path : throw new RequestException(Nowhere(name, path, allowed));

    /// <summary>A file with text in it, as JSON is.</summary>
    /// <inheritdoc cref="Folder"/>
    public static string Text(string name, string path, string allowed)
    {
        if (Directory.Exists(path)) throw new RequestException($"{name}: got '{path}', which is a folder; allowed: {allowed}");
        if (!File.Exists(path)) throw new RequestException(Nowhere(name, path, allowed));
        return (RegularFile.KindOf(path) ?? FileKind.Of(path)) is { } kind and not (FileKind.Json or FileKind.PlainText)
            ? throw new RequestException($"{name}: got '{path}', which is {kind}; allowed: {allowed}")
            : path;
    }

    /// <summary>The message on a path at which nothing exists.</summary>
    /// <inheritdoc cref="Folder"/>
    public static string Nowhere(string name, string path, string allowed) =>
        $"{name}: got '{path}', which does not exist; allowed: {allowed}{Neighbour(path)}";

    private static string KindOf(string file) =>
        RegularFile.KindOf(file) is { } other ? other
        : FileKind.Of(file) is { } kind ? $"a file ({kind})"
        : "a file";

    private static string Neighbour(string path)
    {
        if (path.Contains(Undecodable, StringComparison.Ordinal))
            return "; a name that is not UTF-8 reaches no program on .NET: rename the file";
        if (string.IsNullOrWhiteSpace(path)) return string.Empty;
        try
        {
            string trimmed = Path.TrimEndingDirectorySeparator(path), parent = Path.GetDirectoryName(trimmed) ?? string.Empty;
            IEnumerable<string> names = Directory.EnumerateFileSystemEntries(parent.Length == 0 ? "." : parent)
                .Take(MostNeighbours)
                .Select(entry => Path.GetFileName(entry)!);
            return NearestName.Suggest(Path.GetFileName(trimmed), names) is { } nearest
                ? $"; did you mean '{Path.Combine(parent, nearest)}'?"
                : string.Empty;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return string.Empty;
        }
    }
}
