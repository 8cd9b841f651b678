using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace SupTickets.Data;

/// <summary>Reads a CIFAR set into memory, from its folder or straight from the official archive, and checks every record.</summary>
internal sealed class CifarReader
{
    private readonly CifarFormat format;
    private readonly Dictionary<string, Part> parts;
    private readonly HashSet<string> seen = [];
    private IReadOnlyList<string>? names;

    private CifarReader(CifarFormat format)
    {
        this.format = format;
        Records train = new(format.TrainFiles.Count * format.TrainRecords), test = new(format.TestRecords);
        parts = format.TrainFiles.Index().ToDictionary(file => file.Item, file => new Part(train, file.Index * format.TrainRecords, format.TrainRecords));
        parts.Add(format.TestFile, new(test, 0, format.TestRecords));
    }

    /// <summary>Reads both parts from <paramref name="folder"/>, which holds the set's own folder or its archive.</summary>
    /// <exception cref="DataException">Nothing is there, a file is missing, shorter or longer than it must be, or a label is out of range.</exception>
    public static (MemoryImages Train, MemoryImages Test) Read(CifarFormat format, string folder)
    {
        CifarReader reader = new(format);
        string source = Source(format, folder);
        if (Directory.Exists(source)) reader.ReadFolder(source);
        else reader.ReadArchive(source);
        return (reader.Images(format.TrainFiles[0]), reader.Images(format.TestFile));
    }

    /// <summary>The files that hold the set in <paramref name="folder"/>: the record files, or the one archive.</summary>
    /// <exception cref="DataException">Neither is there.</exception>
    public static IReadOnlyList<string> Files(CifarFormat format, string folder)
    {
        string source = Source(format, folder);
        return Directory.Exists(source) ? [.. format.TrainFiles.Append(format.TestFile).Select(file => Path.Combine(source, file))] : [source];
    }

    private static string Source(CifarFormat format, string folder)
    {
        string unpacked = Path.Combine(folder, format.Folder), archive = Path.Combine(folder, format.Archive.Name);
        return Directory.Exists(unpacked) ? unpacked
            : File.Exists(archive) ? archive
            : throw new DataException($"{format.Name}: the data folder '{folder}' holds neither {format.Folder}/ nor {format.Archive.Name}; "
                + $"get it with: suptickets data fetch {format.Name} --data-dir {folder}");
    }

    private void ReadFolder(string folder)
    {
        foreach ((string file, Part part) in parts)
        {
            string path = Path.Combine(folder, file);
            if (!File.Exists(path)) throw Missing(folder, [file]);
            using FileStream stream = File.OpenRead(path);
            part.Read(format, path, stream, stream.Length);
        }

        string namesPath = Path.Combine(folder, format.NamesFile);
        if (!File.Exists(namesPath)) return;
        using StreamReader text = File.OpenText(namesPath);
        ReadNames(namesPath, text);
    }

    private void ReadArchive(string archive)
    {
        try
        {
            using GZipStream unzipped = new(File.OpenRead(archive), CompressionMode.Decompress);
            using TarReader tar = new(unzipped);
            while (tar.GetNextEntry() is { } entry) ReadEntry(archive, entry);
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw new DataException($"{archive} is not a complete .tar.gz archive: {error.Message}", error);
        }

        if (parts.Keys.Where(file => !seen.Contains(file)).ToList() is { Count: > 0 } missing) throw Missing(archive, missing);
    }

    private void ReadEntry(string archive, TarEntry entry)
    {
        if (entry.DataStream is not { } data) return;
        string file = Path.GetFileName(entry.Name), where = $"{archive}:{entry.Name}";
        if (parts.TryGetValue(file, out Part? part) && seen.Add(file))
        {
            part.Read(format, where, data, entry.Length);
        }
        else if (file == format.NamesFile)
        {
            using StreamReader text = new(data, Encoding.UTF8);
            ReadNames(where, text);
        }
    }

    private void ReadNames(string where, TextReader text)
    {
        List<string> lines = [];
        while (text.ReadLine() is { } line)
        {
            if (!string.IsNullOrWhiteSpace(line)) lines.Add(line.Trim());
        }

        if (lines.Count != format.Classes) throw new DataException($"{where} holds {lines.Count} class names, expected {format.Classes}");
        names = lines;
    }

    private DataException Missing(string where, IEnumerable<string> missing) =>
        new($"{where} lacks {string.Join(", ", missing)}; {format.Name} consists of {string.Join(", ", parts.Keys)}");

    private MemoryImages Images(string file)
    {
        Records records = parts[file].Records;
        IReadOnlyList<string> classes = names ?? [.. Enumerable.Range(0, format.Classes).Select(label => $"class {label}")];
        return new(records.Pixels, records.Labels, classes, CifarFormat.Shape, format.Normalization, new PadCropFlip(4, format.Padding));
    }

    private sealed class Records(int count)
    {
        public byte[] Pixels { get; } = new byte[count * CifarFormat.Shape.Length];

        public byte[] Labels { get; } = new byte[count];
    }

    /// <summary>Where the records of one file go.</summary>
    private sealed record Part(Records Records, int First, int Count)
    {
        public void Read(CifarFormat format, string where, Stream stream, long length)
        {
            long expected = (long)Count * format.RecordBytes;
            if (length != expected)
            {
                string at = length < expected ? $"ends in record {length / format.RecordBytes} (byte offset {length})" : $"goes on after record {Count - 1} (byte offset {expected})";
                throw new DataException($"{where} {at}: it has {length} bytes, expected {expected} = {Count} records of {format.RecordBytes}");
            }

            byte[] label = new byte[format.LabelBytes];
            for (int record = 0; record < Count; record++)
            {
                stream.ReadExactly(label);
                if (label[^1] >= format.Classes)
                {
                    throw new DataException($"{where}, record {record} (byte offset {(long)record * format.RecordBytes + format.LabelBytes - 1}): "
                        + $"label {label[^1]} is not in 0 … {format.Classes - 1}");
                }

                Records.Labels[First + record] = label[^1];
                stream.ReadExactly(Records.Pixels.AsSpan((First + record) * CifarFormat.Shape.Length, CifarFormat.Shape.Length));
            }
        }
    }
}
