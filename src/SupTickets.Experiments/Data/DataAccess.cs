namespace SupTickets.Experiments.Data;

/// <summary>How a data set is opened, in addition to its recipe.</summary>
public sealed record DataAccess
{
    /// <summary>Which image files are checked before the first is used.</summary>
    public ImageChecks Checks { get; init; } = ImageChecks.None;

    /// <summary>The folder in which results of checks are kept from run to run; null keeps none.</summary>
    public string? KeptIn { get; init; }

    /// <summary>Told how far a check is; null for nobody. Reports come one at a time, from any thread.</summary>
    public IProgress<ImageCheckProgress>? Progress { get; init; }

    /// <summary>How a ticket's images were prepared; null for the way of the data set.</summary>
    public ImagePreparation? Preparation { get; init; }

    /// <summary>The source of the class names in the recipe's <c>data.labels</c>, for messages.</summary>
    public string LabelsFrom { get; init; } = "data.labels";

    /// <summary>Stops a check.</summary>
    public CancellationToken Cancel { get; init; }

    /// <summary>The folder for files that can be computed again: <c>suptickets</c> in the user's cache folder.</summary>
    public static string UserCache()
    {
        string? cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        if (string.IsNullOrEmpty(cache) || !Path.IsPathRooted(cache))
        {
            cache = OperatingSystem.IsWindows()
                ? FolderOf(Environment.SpecialFolder.LocalApplicationData)
                : Path.Combine(FolderOf(Environment.SpecialFolder.UserProfile), ".cache");
        }

        return Path.Combine(cache, "suptickets");
    }

    private static string FolderOf(Environment.SpecialFolder kind) =>
        Environment.GetFolderPath(kind, Environment.SpecialFolderOption.DoNotVerify);
}
