namespace SupTickets.Tests.Structure;

/// <summary>Where the sources of this build lie: the nearest folder above the test program that holds the solution.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    /// <summary>The files of a folder and those below it whose names match, without what builds leave there.</summary>
    public static string[] Files(string folder, string pattern) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj")),
    ];

    private static string Find(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "SupTickets.slnx"))) return folder.FullName;
        }
        throw new DirectoryNotFoundException($"no folder above {start} holds SupTickets.slnx");
    }
}
