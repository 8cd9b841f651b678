namespace SupTickets.Tests.Cli;

/// <summary>A folder of one test, gone afterwards.</summary>
internal sealed class Scratch : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("suptickets-test-");

    public void Dispose() => folder.Delete(recursive: true);

    public string Path(string name) => System.IO.Path.Combine(folder.FullName, name);

    public string Write(string name, string text)
    {
        File.WriteAllText(Path(name), text);
        return Path(name);
    }

    /// <summary>All files, relative to the folder.</summary>
    public IEnumerable<string> Files() =>
        Directory.EnumerateFiles(folder.FullName, "*", SearchOption.AllDirectories)
            .Select(file => System.IO.Path.GetRelativePath(folder.FullName, file)).Order(StringComparer.Ordinal);
}
