using System.Globalization;

namespace SupTickets.Values;

/// <summary>
/// The largest amount of something that a file or a request may ask for, so that a damaged or hostile one cannot ask for all memory. Its
/// name is the environment variable that sets another value.
/// </summary>
internal sealed class Limit
{
    private readonly Func<string, string?> environment;

    private Limit(string name, long preset, long highest, string what, Func<string, string?> environment) =>
        (Name, Preset, Highest, What, this.environment) = (name, preset, highest, what, environment);

    /// <summary>Pixels of one image: 128 million, which take 512 MB while they are scaled.</summary>
    public static Limit ImagePixels { get; } = Create("SUPTICKETS_MAX_IMAGE_PIXELS", 128_000_000, 500_000_000, "pixels of an image");

    /// <summary>Bytes of a file that holds one image: 256 MiB.</summary>
    public static Limit ImageBytes { get; } = Create("SUPTICKETS_MAX_IMAGE_BYTES", 256L << 20, 1L << 30, "bytes of an image file");

    /// <summary>Bytes of a text file, such as a recipe, a sweep or the figures of a run: 256 MiB.</summary>
    public static Limit TextBytes { get; } = Create("SUPTICKETS_MAX_TEXT_BYTES", 256L << 20, 1L << 30, "bytes of a text file");

    /// <summary>Bytes of a file of class names: 1 MiB.</summary>
    public static Limit NamesBytes { get; } = Create("SUPTICKETS_MAX_NAMES_BYTES", 1L << 20, 1L << 30, "bytes of class names");

    /// <summary>Bytes of an unpacked archive that are no samples (names, headers, other files): 16 MiB.</summary>
    public static Limit ArchiveExtraBytes { get; } =
        Create("SUPTICKETS_MAX_ARCHIVE_EXTRA_BYTES", 16L << 20, 1L << 40, "bytes besides samples");

    /// <summary>Parameters and buffers of one network, all members of an ensemble together: 500 million, which take 2 GB.</summary>
    public static Limit ModelNumbers { get; } = Create(
        "SUPTICKETS_MAX_MODEL_NUMBERS", 500_000_000, 1L << 40, "parameters and buffers of a network");

    /// <summary>Numbers in the images of one batch, samples × channels × height × width: 1000 million, which take 4 GB.</summary>
    public static Limit BatchNumbers { get; } = Create(
        "SUPTICKETS_MAX_BATCH_NUMBERS", 1_000_000_000, 1L << 40, "numbers in a batch of images");

    /// <summary>Runs of a sweep: 10,000, whose recipes stand in one file.</summary>
    public static Limit SweepRuns { get; } = Create("SUPTICKETS_MAX_SWEEP_RUNS", 10_000, 1_000_000, "runs of a sweep");

    /// <summary>Points on the line between two tickets: 10,000, each of which is measured on the test set.</summary>
    public static Limit LinePoints { get; } = Create("SUPTICKETS_MAX_LINE_POINTS", 10_000, 1_000_000_000, "points on a line");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Limit> All { get; } =
        [ImagePixels, ImageBytes, TextBytes, NamesBytes, ArchiveExtraBytes, ModelNumbers, BatchNumbers, SweepRuns, LinePoints];

    /// <summary>The environment variable that sets another value, a whole number from 1 to <see cref="Highest"/>.</summary>
    public string Name { get; }

    /// <summary>Its value unless the environment says otherwise.</summary>
    public long Preset { get; }

    /// <summary>The highest value that can be set.</summary>
    public long Highest { get; }

    /// <summary>What is counted.</summary>
    public string What { get; }

    /// <summary>The value that holds now.</summary>
    /// <exception cref="FormatException">The environment variable holds something else than such a number.</exception>
    public long Most => environment(Name) is not { Length: > 0 } text ? Preset
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) && value > 0 && value <= Highest ? value
        : throw new FormatException($"{Name}: got '{text}'; allowed: {What}, a whole number from 1 to {Highest}");

    /// <summary>The text of the limit in a message: its value, and how it is raised.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"at most {Most} {What} are read ({Name} sets another limit)");

    /// <summary>The same for something that is built rather than read.</summary>
    internal string Allowed => string.Create(CultureInfo.InvariantCulture, $"at most {Most} ({Name} sets another limit)");

    internal static Limit Create(string name, long preset, long highest, string what, Func<string, string?>? environment = null) =>
        new(name, preset, highest, what, environment ?? Environment.GetEnvironmentVariable);
}
