using System.Formats.Tar;
using System.Text;
using SupTickets.Storage;
using SupTickets.Tickets;
using SupTickets.Values;

namespace SupTickets.Experiments.Data;

/// <summary>Reads a CIFAR set into memory, from its folder or straight from the official archive, and checks every record.</summary>
internal sealed class CifarReader
{
    private readonly CifarFormat format;
    private readonly Dictionary<string, Part> parts;
    private readonly HashSet<string> seen = [];
    private readonly long mostNameBytes = Limit.NamesBytes.Most;
    private IReadOnlyList<string>? names;

    private CifarReader(CifarFormat format)
    {
        this.format = format;
        Records train = new(format.TrainFiles.Count * format.TrainRecords), test = new(format.TestRecords);
        parts = format.TrainFiles.Index().ToDictionary(
            file => file.Item, file => new Part(train, file.Index * format.TrainRecords, format.TrainRecords));
        parts.Add(format.TestFile, new(test, 0, format.TestRecords));
    }

    /// <summary>Reads both parts from <paramref name="folder"/>, which holds the set's own folder or its archive.</summary>
    /// <exception cref="DataException">
    /// Nothing is there, a file is missing, damaged, shorter or longer than it must be, or a label is out of range.
    /// </exception>
    public static (MemoryImages Train, MemoryImages Test) Read(CifarFormat format, string folder)
    {
        CifarReader reader = new(format);
        string source = CifarSource.Find(format, folder);
        try
        {
            if (Directory.Exists(source)) reader.ReadFolder(source);
            else reader.ReadArchive(source, folder);
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{format.Name}: {error.Message}", error);
        }

        return (reader.Images(format.TrainFiles[0]), reader.Images(format.TestFile));
    }

    /// <summary>The files that hold the set in <paramref name="folder"/>: the record files, or the one archive.</summary>
    /// <exception cref="DataException">Neither is there.</exception>
    public static IReadOnlyList<string> Files(CifarFormat format, string folder)
    {
        string source = CifarSource.Find(format, folder);
        return Directory.Exists(source) ? [.. format.TrainFiles.Append(format.TestFile).Select(file => Path.Combine(source, file))]
            : [source];
    }

    private void ReadFolder(string folder)
    {
        foreach ((string file, Part part) in parts)
        {
            string path = Path.Combine(folder, file);
            if (!File.Exists(path)) throw Missing(folder, [file]);
            using FileStream stream = RegularFile.OpenRead(path);
            part.Read(format, path, stream, stream.Length);
        }

        string namesPath = Path.Combine(folder, format.NamesFile);
        if (!File.Exists(namesPath)) return;
        using FileStream names = RegularFile.OpenRead(namesPath);
        ReadNames(namesPath, names, names.Length);
    }

    private void ReadArchive(string archive, string folder)
    {
        using FileStream file = RegularFile.OpenRead(archive);
        List<string> others = [];
        long most = format.Bytes + Limit.ArchiveExtraBytes.Most;
        string refusal = $"it unpacks to more than its samples; {Limit.ArchiveExtraBytes}";
        try
        {
            using UnzippedStream unzipped = new(file, most, refusal);
            using TarReader tar = new(unzipped, leaveOpen: true);
            while (tar.GetNextEntry() is { } entry)
            {
                if (!ReadEntry(archive, entry)) others.Add(entry.Name);
            }

            unzipped.Finish();
        }
        // A damaged header leads to exceptions of many kinds.
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException or FormatException
            or ArgumentException or OverflowException or NotSupportedException)
        {
            throw new DataException($"{archive} is not a complete .tar.gz archive: {error.Message}", error);
        }

        string[] missing = [.. parts.Keys.Where(name => !seen.Contains(name))];
        if (missing.Length == 0) return;
        foreach ((string name, string edition) in format.OtherEditions)
        {
            if (others.FirstOrDefault(other => other.Split('/').Contains(name)) is { } other)
                throw new DataException(CifarSource.Refusal(format, archive, edition, other, folder));
        }

        throw Missing(archive, missing);
    }

    // False for an entry that is no part of the set.
    private bool ReadEntry(string archive, TarEntry entry)
    {
        string file = Path.GetFileName(entry.Name), where = $"{archive}:{entry.Name}";
        if (!parts.TryGetValue(file, out Part? part) && file != format.NamesFile) return false;
        if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile))
            throw new DataException($"{where} is no file but {entry.EntryType}");
        if (!seen.Add(file))
            throw new DataException($"{where}: the archive holds {file} a second time, and which one counts cannot be told");
        Stream data = entry.DataStream ?? Stream.Null;
        if (part is null) ReadNames(where, data, entry.Length);
        else part.Read(format, where, data, entry.Length);
        return true;
    }

    private void ReadNames(string where, Stream stream, long length)
    {
        if (length > mostNameBytes) throw new DataException($"{where} has {length} bytes; {Limit.NamesBytes}");
        using StreamReader text = new(stream, Encoding.UTF8);
        List<string> lines = [];
        while (text.ReadLine() is { } line)
        {
            if (!string.IsNullOrWhiteSpace(line)) lines.Add(line.Trim());
        }

        if (lines.Count != format.Classes) throw new DataException($"{where} holds {lines.Count} class names, expected {format.Classes}");
        if (ClassNames.Defect(lines) is { } defect) throw new DataException($"{where}: the list of classes {defect}");
        names = lines;
    }

    private DataException Missing(string where, IEnumerable<string> missing) =>
        new($"{where} lacks {string.Join(", ", missing)}; {format.Name} consists of {string.Join(", ", parts.Keys)}");

    private MemoryImages Images(string file)
    {
        Records records = parts[file].Records;
        IReadOnlyList<string> classes = names ?? format.Names;
        return new(records.Pixels, records.Labels, classes, CifarFormat.Shape, format.Normalization, new PadCropFlip(4, format.Padding));
    }

    private sealed class Records(int count)
    {
        public byte[] Pixels { get; } = new byte[count * CifarFormat.Shape.Length];

        public byte[] Labels { get; } = new byte[count];
    }

    /// <summary>The place of one file's records.</summary>
    private sealed record Part(Records Records, int First, int Count)
    {
        public void Read(CifarFormat format, string where, Stream stream, long length)
        {
            long expected = (long)Count * format.RecordBytes;
            if (length != expected)
            {
                string at = length < expected ? $"ends in record {length / format.RecordBytes} (byte offset {length})"
                    : $"goes on after record {Count - 1} (byte offset {expected})";
                throw new DataException(
                    $"{where} {at}: it has {length} bytes, expected {expected} = {Count} records of {format.RecordBytes}");
            }

            byte[] label = new byte[format.LabelBytes];
            for (int record = 0; record < Count; record++)
            {
                stream.ReadExactly(label);
                if (label[^1] >= format.Classes)
                {
                    throw new DataException(
                        $"{where}, record {record} (byte offset {(long)record * format.RecordBytes + format.LabelBytes - 1}): "
                        + $"label {label[^1]} is not in 0 … {format.Classes - 1}");
                }

                Records.Labels[First + record] = label[^1];
                stream.ReadExactly(Records.Pixels.AsSpan((First + record) * CifarFormat.Shape.Length, CifarFormat.Shape.Length));
            }
        }
    }
}
