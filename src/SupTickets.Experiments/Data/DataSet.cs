using SupTickets.Values;

namespace SupTickets.Experiments.Data;

/// <summary>A data set before it is opened, and how it is opened.</summary>
public sealed record DataSet
{
    internal DataSet(ImagePreparation preparation, Opening open) => (Preparation, Open) = (preparation, open);

    /// <summary>How many classes, or null where the folder decides.</summary>
    public int? Classes { get; init; }

    /// <summary>[C, H, W] of one image; for <c>imagefolder</c> the default.</summary>
    public required ImageShape Shape { get; init; }

    /// <summary>Whether it is read from <c>data.folder</c>; generated data lies in none.</summary>
    public bool LiesInFolder { get; init; } = true;

    /// <summary>The most samples of a part that can be generated; null if the data is not generated.</summary>
    internal int? MostGenerated { get; init; }

    /// <summary>How its images are prepared, unless a ticket needs another way.</summary>
    internal ImagePreparation Preparation { get; }

    /// <summary>Opens its parts.</summary>
    internal Opening Open { get; }

    /// <summary>The shape of an image where options decide it; null where they do not.</summary>
    internal Func<DataOptions, ImageShape>? ShapeOf { get; init; }

    /// <summary>The files that are read.</summary>
    internal Func<DataOptions, IReadOnlyList<string>> Files { get; init; } = _ => [];

    /// <summary>Its download; null if it is not published as one.</summary>
    internal DataDownload? Download { get; init; }

    /// <summary>(options, seed of generated data, access) → training part, test part and notes on them.</summary>
    internal delegate (IImageDataset Train, IImageDataset Test, IReadOnlyList<string> Notes) Opening(
        DataOptions options, Seed seed, DataAccess access);
}
