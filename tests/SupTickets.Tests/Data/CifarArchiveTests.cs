using System.Formats.Tar;
using System.IO.Compression;
using SupTickets.Experiments.Data;
using SupTickets.Tests.Storage;
using SupTickets.Values;

namespace SupTickets.Tests.Data;

/// <summary>Archives that something has damaged, or somebody has made up.</summary>
public sealed class CifarArchiveTests : IDisposable
{
    private static readonly CifarFormat Ten = CifarFormat.Cifar10 with { TrainRecords = 2, TestRecords = 2 };

    private readonly TemporaryFolder folder = new();

    private string Archive => folder.At(Ten.Archive.Name);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void No_flipped_bit_changes_a_pixel_or_a_label()
    {
        byte[] sound = Pack();
        (MemoryImages train, _) = CifarReader.Read(Ten, folder.Path);
        RandomStream random = new(3);
        int refused = 0;
        for (int trial = 0; trial < 150; trial++)
        {
            byte[] damaged = [.. sound];
            damaged[random.NextInt(sound.Length)] ^= (byte)(1 << random.NextInt(8));
            if (Refusal(damaged) is not null) refused++;
            // What the header says of time and system is not covered by the checksum, and tells nothing of the samples.
            else Assert.All(Enumerable.Range(0, train.Count), index => Assert.Equal(train.Pixels(index), Train().Pixels(index)));
        }

        Assert.InRange(refused, 140, 150);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(4)]
    [InlineData(9)]
    [InlineData(600)]
    public void An_archive_without_its_end_is_refused(int missing)
    {
        byte[] sound = Pack();
        Assert.Contains("is not a complete .tar.gz archive", Refusal(sound[..^missing]));
    }

    [Fact]
    public void A_wrong_checksum_at_the_end_is_refused()
    {
        byte[] damaged = Pack();
        damaged[^8] ^= 1;
        Assert.Contains("is not a complete .tar.gz archive", Refusal(damaged));
    }

    [Fact]
    public void What_follows_the_end_is_refused()
    {
        byte[] sound = Pack();
        Assert.Contains("cut off, damaged or added to", Refusal([.. sound, 0]));
        Assert.Contains("is not a complete .tar.gz archive", Refusal([.. sound, .. sound]));
    }

    [Theory]
    [InlineData("data_batch_2.bin")]
    [InlineData("batches.meta.txt")]
    public void A_second_member_of_a_name_is_refused(string name)
    {
        CifarFiles.Write(Ten, folder.Path);
        byte[] twice = Tar(writer =>
        {
            foreach (string file in Directory.EnumerateFiles(folder.At(Ten.Folder)))
                writer.WriteEntry(file, $"{Ten.Folder}/{Path.GetFileName(file)}");
            writer.WriteEntry(Path.Combine(folder.At(Ten.Folder), name), $"elsewhere/{name}");
        });
        Directory.Delete(folder.At(Ten.Folder), recursive: true);
        Assert.Contains($"elsewhere/{name}: the archive holds {name} a second time", Refusal(twice));
    }

    [Fact]
    public void A_link_in_the_place_of_a_file_is_refused()
    {
        byte[] linked = Tar(
            writer => writer.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "x/test_batch.bin") { LinkName = "/etc/passwd" }));
        Assert.Contains("test_batch.bin is no file but SymbolicLink", Refusal(linked));
    }

    [Fact]
    public void What_unpacks_to_more_than_the_samples_and_a_margin_is_refused()
    {
        CifarFiles.Write(Ten, folder.Path);
        byte[] swollen = Tar(writer =>
        {
            writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "zeros") { DataStream = new MemoryStream(new byte[17 << 20]) });
            foreach (string file in Directory.EnumerateFiles(folder.At(Ten.Folder))) writer.WriteEntry(file, Path.GetFileName(file));
        });
        Directory.Delete(folder.At(Ten.Folder), recursive: true);
        Assert.Contains(
            "unpacks to more than its samples; at most 16777216 bytes besides samples are read (SUPTICKETS_MAX_ARCHIVE_EXTRA_BYTES",
            Refusal(swollen));
    }

    [Fact]
    public void A_file_of_names_above_the_limit_is_refused_before_it_is_read()
    {
        CifarFiles.Write(Ten, folder.Path);
        string names = Path.Combine(folder.At(Ten.Folder), Ten.NamesFile);
        using (FileStream file = File.OpenWrite(names)) file.SetLength(400_000_000);
        string message = Assert.Throws<DataException>(() => CifarReader.Read(Ten, folder.Path)).Message;
        Assert.Contains($"{names} has 400000000 bytes; at most 1048576 bytes of class names are read (SUPTICKETS_MAX_NAMES_BYTES", message);
        using (FileStream file = File.OpenWrite(names)) file.SetLength(2 << 20);
        CifarFiles.Pack(Ten, folder.Path);
        Assert.Contains("batches.meta.txt has 2097152 bytes; at most", Refusal(File.ReadAllBytes(Archive)));
    }

    [Fact]
    public void Headers_of_any_content_end_in_a_refusal_or_in_the_samples()
    {
        CifarFiles.Write(Ten, folder.Path);
        using MemoryStream plain = new();
        TarFile.CreateFromDirectory(folder.At(Ten.Folder), plain, includeBaseDirectory: true);
        Directory.Delete(folder.At(Ten.Folder), recursive: true);
        byte[] sound = plain.ToArray();
        int[] headers = [.. Enumerable.Range(0, sound.Length / 512).Where(block => sound.AsSpan(block * 512 + 257).StartsWith("ustar"u8))];
        Assert.True(headers.Length >= 7);
        RandomStream random = new(4);
        int refused = 0;
        for (int trial = 0; trial < 300; trial++)
        {
            byte[] damaged = [.. sound];
            int header = headers[random.NextInt(headers.Length)] * 512;
            for (int change = random.NextInt(4); change >= 0; change--)
            {
                // Digits and the high bit are what decides lengths.
                byte value = random.NextInt(3) switch { 0 => (byte)('0' + random.NextInt(8)), 1 => 0xff, _ => (byte)random.NextInt(256) };
                damaged[header + random.NextInt(340)] = value;
            }

            Resum(damaged.AsSpan(header, 512));
            if (Refusal(Zip(damaged)) is not null) refused++;
        }

        Assert.InRange(refused, 30, 299);
    }

    [Theory]
    [InlineData("cifar10", "cifar-10-python.tar.gz", "Python")]
    [InlineData("cifar10", "cifar-10-batches-py/", "Python")]
    [InlineData("cifar10", "cifar-10-matlab.tar.gz", "Matlab")]
    [InlineData("cifar100", "cifar-100-python.tar.gz", "Python")]
    [InlineData("cifar100", "cifar-100-python/", "Python")]
    public void Another_edition_is_named_with_the_way_out(string name, string there, string edition)
    {
        CifarFormat format = name == "cifar10" ? CifarFormat.Cifar10 : CifarFormat.Cifar100;
        if (there.EndsWith('/')) Directory.CreateDirectory(folder.At(there));
        else File.WriteAllText(folder.At(there), "");
        string way = $"holds the {edition} edition ({there.TrimEnd('/')}), which is not read; the binary edition has the same images, "
            + $"get it with: suptickets data fetch {name} --data-dir {folder.Path}";
        Assert.Equal($"{name}: the data folder '{folder.Path}' {way}", Missing(format, folder.Path));
        // Named itself instead of the folder that holds it.
        if (there.EndsWith('/')) Assert.Equal($"{name}: the data folder '{folder.Path}' {way}", Missing(format, folder.At(there)));
    }

    [Fact]
    public void An_archive_with_another_edition_in_it_is_named_so()
    {
        byte[] python = Tar(writer => writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "cifar-10-batches-py/data_batch_1")));
        Assert.Contains($"{Archive} holds the Python edition (cifar-10-batches-py/data_batch_1), which is not read", Refusal(python));
    }

    [Fact]
    public void The_folder_of_the_samples_itself_and_a_bare_tar_have_a_way_out()
    {
        CifarFiles.Write(Ten, folder.Path);
        Assert.Contains($"--data-dir {folder.Path}", Missing(Ten, folder.At(Ten.Folder)));
        Directory.Delete(folder.At(Ten.Folder), recursive: true);
        File.WriteAllText(folder.At("cifar-10-binary.tar"), "");
        Assert.Contains($"tar -xf {folder.At("cifar-10-binary.tar")} -C {folder.Path}", Missing(Ten, folder.Path));
    }

    [Fact]
    public void A_pipe_in_the_place_of_a_file_is_refused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "kinds of files are told apart on Linux only");
        Pipe.Make(Archive);
        Assert.Contains($"'{Archive}' is a pipe", Missing(Ten, folder.Path));
        CifarFiles.Write(Ten, folder.Path);
        string batch = Path.Combine(folder.At(Ten.Folder), "data_batch_3.bin");
        File.Delete(batch);
        Pipe.Make(batch);
        Assert.Contains($"'{batch}' is a pipe", Missing(Ten, folder.Path));
    }

    private static string Missing(CifarFormat format, string path) =>
        Assert.Throws<DataException>(() => CifarReader.Read(format, path)).Message;

    private MemoryImages Train() => CifarReader.Read(Ten, folder.Path).Train;

    private byte[] Pack()
    {
        CifarFiles.Write(Ten, folder.Path);
        CifarFiles.Pack(Ten, folder.Path);
        return File.ReadAllBytes(Archive);
    }

    // Null where the archive is read.
    private string? Refusal(byte[] archive)
    {
        File.WriteAllBytes(Archive, archive);
        return (Record.Exception(() => CifarReader.Read(Ten, folder.Path))) switch
        {
            null => null,
            DataException refusal => refusal.Message,
            var other => throw new InvalidOperationException($"{other.GetType()} is no refusal", other),
        };
    }

    private static byte[] Tar(Action<TarWriter> write)
    {
        using MemoryStream plain = new();
        using (TarWriter writer = new(plain, leaveOpen: true)) write(writer);
        return Zip(plain.ToArray());
    }

    private static byte[] Zip(byte[] plain)
    {
        using MemoryStream zipped = new();
        using (GZipStream zip = new(zipped, CompressionLevel.Fastest, leaveOpen: true)) zip.Write(plain);
        return zipped.ToArray();
    }

    // A header's own checksum, so that what else is wrong with it is seen.
    private static void Resum(Span<byte> header)
    {
        header.Slice(148, 8).Fill((byte)' ');
        int sum = 0;
        foreach (byte value in header) sum += value;
        System.Text.Encoding.ASCII.GetBytes($"{Convert.ToString(sum, 8).PadLeft(6, '0')}\0 ").CopyTo(header[148..]);
    }
}
