using SupTickets.Tickets;
using SupTickets.Values;

namespace SupTickets.Experiments.Data;

/// <summary>
/// The official binary layout of one CIFAR set (Krizhevsky, 2009): records of label bytes, then 3072 pixels as [3, 32, 32].
/// </summary>
internal sealed record CifarFormat
{
    /// <summary>The name in the table of data sets.</summary>
    public required string Name { get; init; }

    /// <summary>The folder that holds the files, also inside the archive.</summary>
    public required string Folder { get; init; }

    /// <summary>The official archive, read in place of the folder.</summary>
    public required OfficialFile Archive { get; init; }

    /// <summary>Folders and archives that hold the same images in another form, with the name of that edition.</summary>
    public required IReadOnlyList<(string File, string Edition)> OtherEditions { get; init; }

    /// <summary>The training files, in order.</summary>
    public required IReadOnlyList<string> TrainFiles { get; init; }

    /// <summary>Records in each training file.</summary>
    public required int TrainRecords { get; init; }

    /// <summary>The one test file.</summary>
    public required string TestFile { get; init; }

    /// <summary>Records in the test file.</summary>
    public int TestRecords { get; init; } = 10_000;

    /// <summary>Label bytes before the pixels; the class is the last of them.</summary>
    public required int LabelBytes { get; init; }

    /// <summary>How many classes.</summary>
    public required int Classes { get; init; }

    /// <summary>The class names, one a line; the file may be missing.</summary>
    public required string NamesFile { get; init; }

    /// <summary>The class names where it is missing.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    public required Normalization Normalization { get; init; }

    public required Padding Padding { get; init; }

    public static ImageShape Shape { get; } = new(3, 32, 32);

    public int RecordBytes => LabelBytes + Shape.Length;

    /// <summary>Bytes of all records.</summary>
    public long Bytes => ((long)TrainFiles.Count * TrainRecords + TestRecords) * RecordBytes;

    public static CifarFormat Cifar10 { get; } = new()
    {
        Name = "cifar10",
        Folder = "cifar-10-batches-bin",
        Archive = new("cifar-10-binary.tar.gz", "c32a1d4ab5d03f1284b67883e8d87530"),
        OtherEditions =
        [
            ("cifar-10-python.tar.gz", "Python"), ("cifar-10-batches-py", "Python"),
            ("cifar-10-matlab.tar.gz", "Matlab"), ("cifar-10-batches-mat", "Matlab"),
        ],
        TrainFiles = [.. Enumerable.Range(1, 5).Select(number => $"data_batch_{number}.bin")],
        TrainRecords = 10_000,
        TestFile = "test_batch.bin",
        LabelBytes = 1,
        Classes = 10,
        NamesFile = "batches.meta.txt",
        Names = CifarClasses.Ten,
        Normalization = Normalization.Cifar10,
        Padding = Padding.Reflect,
    };

    public static CifarFormat Cifar100 { get; } = new()
    {
        Name = "cifar100",
        Folder = "cifar-100-binary",
        Archive = new("cifar-100-binary.tar.gz", "03b5dce01913d631647c71ecec9e9cb8"),
        OtherEditions =
        [
            ("cifar-100-python.tar.gz", "Python"), ("cifar-100-python", "Python"),
            ("cifar-100-matlab.tar.gz", "Matlab"), ("cifar-100-matlab", "Matlab"),
        ],
        TrainFiles = ["train.bin"],
        TrainRecords = 50_000,
        TestFile = "test.bin",
        LabelBytes = 2,
        Classes = 100,
        NamesFile = "fine_label_names.txt",
        Names = CifarClasses.Hundred,
        Normalization = Normalization.Cifar100,
        Padding = Padding.Zero,
    };
}
