using System.Formats.Tar;
using System.IO.Compression;
using SupTickets.Experiments.Data;
using SupTickets.Values;

namespace SupTickets.Tests.Data;

/// <summary>Writes files in the official layout of CIFAR, of full length: the first records are random, the rest is zero.</summary>
internal static class CifarFiles
{
    private const int Filled = 40;

    public static void WriteCifar10(string folder) => Write(CifarFormat.Cifar10, folder);

    public static void WriteCifar100(string folder) => Write(CifarFormat.Cifar100, folder);

    public static void Write(CifarFormat format, string folder)
    {
        string into = Directory.CreateDirectory(Path.Combine(folder, format.Folder)).FullName;
        foreach ((int number, string file) in format.TrainFiles.Append(format.TestFile).Index())
        {
            int records = file == format.TestFile ? format.TestRecords : format.TrainRecords;
            using FileStream stream = File.Create(Path.Combine(into, file));
            for (int record = 0; record < Math.Min(records, Filled); record++) stream.Write(Record(format, number, record));
            // A hole in the file: it has its length at once and takes no room on the disk.
            stream.SetLength((long)records * format.RecordBytes);
            if (records <= Filled) continue;
            stream.Seek(-(long)Filled * format.RecordBytes, SeekOrigin.End);
            for (int record = records - Filled; record < records; record++) stream.Write(Record(format, number, record));
        }

        File.WriteAllLines(
            Path.Combine(into, format.NamesFile), Enumerable.Range(0, format.Classes).Select(label => $"thing {label}").Append(""));
    }

    /// <summary>Packs what <see cref="Write"/> wrote into the official archive and deletes the folder.</summary>
    public static void Pack(CifarFormat format, string folder)
    {
        string from = Path.Combine(folder, format.Folder);
        using (GZipStream zipped = new(File.Create(Path.Combine(folder, format.Archive.Name)), CompressionLevel.Fastest))
            TarFile.CreateFromDirectory(from, zipped, includeBaseDirectory: true);
        Directory.Delete(from, recursive: true);
    }

    public static byte[] Record(CifarFormat format, int file, int record)
    {
        RandomStream random = new Seed((ulong)file).For(format.Name, record).Stream();
        byte[] bytes = new byte[format.RecordBytes];
        for (int i = 0; i < bytes.Length; i++) bytes[i] = (byte)random.NextInt(256);
        bytes[format.LabelBytes - 1] = (byte)((file + record) % format.Classes);
        return bytes;
    }
}
