namespace SupTickets.Experiments.Data;

/// <summary>Finds links that lead nowhere. A listing shows them as files, so that a missing folder behind one would go unnoticed.</summary>
internal static class FolderLink
{
    /// <summary>What is wrong with an entry that is a link to nothing, or to itself; null for every other entry.</summary>
    public static string? Defect(FileSystemInfo entry)
    {
        string? target = entry.LinkTarget;
        if (target is null || IsReached(entry)) return null;
        return $"'{entry.FullName}' is a link to '{target}', which cannot be reached: mend the link or remove it";
    }

    // .NET says of every link that it exists, wherever it leads.
    private static bool IsReached(FileSystemInfo link)
    {
        try
        {
            return link.ResolveLinkTarget(returnFinalTarget: true) is { } end && Path.Exists(end.FullName);
        }
        catch (IOException)
        {
            // The links form a circle.
            return false;
        }
    }
}
