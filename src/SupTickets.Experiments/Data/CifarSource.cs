namespace SupTickets.Experiments.Data;

/// <summary>Where the files of a CIFAR set lie: in the set's own folder, or in its archive.</summary>
internal static class CifarSource
{
    /// <summary>The set's folder in <paramref name="folder"/>, else its archive.</summary>
    /// <exception cref="DataException">Neither is there; the message says what is there instead, and what to do.</exception>
    public static string Find(CifarFormat format, string folder)
    {
        string unpacked = Path.Combine(folder, format.Folder), archive = Path.Combine(folder, format.Archive.Name);
        return Directory.Exists(unpacked) ? unpacked
            : File.Exists(archive) ? archive
            : throw new DataException($"{format.Name}: {Instead(format, folder)}");
    }

    /// <summary>The message that an edition is not read, and what to do.</summary>
    public static string Refusal(CifarFormat format, string where, string edition, string file, string folder) =>
        $"{where} holds the {edition} edition ({file}), which is not read; the binary edition has the same images, {Fetch(format, folder)}";

    private static string Instead(CifarFormat format, string folder)
    {
        string given = Path.TrimEndingDirectorySeparator(folder), full = Path.GetFullPath(given), own = Path.GetFileName(full);
        string above = Path.GetDirectoryName(given) is { Length: > 0 } parent ? parent : Path.GetDirectoryName(full) ?? full;
        if (own == format.Folder || File.Exists(Path.Combine(folder, format.TrainFiles[0])))
        {
            return $"the data folder '{folder}' is the one that holds the samples; "
                + $"name the one above it, and let this be called {format.Folder}: --data-dir {above}";
        }

        foreach ((string file, string edition) in format.OtherEditions)
        {
            if (own == file) return Refusal(format, $"the data folder '{above}'", edition, file, above);
            if (Path.Exists(Path.Combine(folder, file))) return Refusal(format, $"the data folder '{folder}'", edition, file, folder);
        }

        string tar = Path.GetFileNameWithoutExtension(format.Archive.Name), unzipped = Path.Combine(folder, tar);
        return File.Exists(unzipped)
            ? $"the data folder '{folder}' holds {tar}, unzipped but not unpacked; go on with: tar -xf {unzipped} -C {folder}"
            : $"the data folder '{folder}' holds neither {format.Folder}/ nor {format.Archive.Name}; {Fetch(format, folder)}";
    }

    private static string Fetch(CifarFormat format, string folder) =>
        $"get it with: suptickets data fetch {format.Name} --data-dir {folder}";
}
