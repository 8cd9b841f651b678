using SupTickets.Experiments.Data;
using SupTickets.Values;

namespace SupTickets.Tests.Data;

public sealed class CifarReaderTests : IDisposable
{
    private static readonly CifarFormat Ten = CifarFormat.Cifar10 with { TrainRecords = 4, TestRecords = 3 };
    private static readonly CifarFormat Hundred = CifarFormat.Cifar100 with { TrainRecords = 8, TestRecords = 3 };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("cifar10", "folder")]
    [InlineData("cifar10", "archive")]
    [InlineData("cifar100", "folder")]
    [InlineData("cifar100", "archive")]
    public void Every_record_arrives_with_its_label_from_folder_and_archive(string name, string source)
    {
        CifarFormat format = name == "cifar10" ? Ten : Hundred;
        CifarFiles.Write(format, folder.Path);
        if (source == "archive") CifarFiles.Pack(format, folder.Path);
        (MemoryImages train, MemoryImages test) = CifarReader.Read(format, folder.Path);
        Assert.Equal((format.TrainFiles.Count * format.TrainRecords, 3), (train.Count, test.Count));
        for (int i = 0; i < train.Count; i++)
        {
            byte[] record = CifarFiles.Record(format, i / format.TrainRecords, i % format.TrainRecords);
            Assert.Equal(record.AsSpan()[^3072..], train.Pixels(i));
            Assert.Equal(record[format.LabelBytes - 1], train.Label(i));
        }

        Assert.Equal(CifarFiles.Record(format, format.TrainFiles.Count, 2).AsSpan()[^3072..], test.Pixels(2));
        Assert.Equal("thing 3", train.Classes[3]);
        Assert.Equal(format.Classes, test.Classes.Count);
    }

    [Fact]
    public void Without_a_file_of_names_classes_have_the_published_names()
    {
        CifarFiles.Write(Ten, folder.Path);
        File.Delete(InTen("batches.meta.txt"));
        Assert.Equal("truck", CifarReader.Read(Ten, folder.Path).Train.Classes[9]);
    }

    [Fact]
    public void A_truncated_file_is_named_with_record_and_offset()
    {
        CifarFiles.Write(Ten, folder.Path);
        using (FileStream file = File.OpenWrite(InTen("data_batch_3.bin"))) file.SetLength(7000);
        string message = Refusal(Ten);
        Assert.Contains($"{InTen("data_batch_3.bin")} ends in record 2 (byte offset 7000)", message);
        Assert.Contains("expected 12292 = 4 records of 3073", message);
    }

    [Fact]
    public void A_file_that_lacks_whole_records_or_has_more_is_refused_too()
    {
        CifarFiles.Write(Ten, folder.Path);
        using (FileStream file = File.OpenWrite(InTen("test_batch.bin"))) file.SetLength(2 * 3073);
        Assert.Contains("test_batch.bin ends in record 2 (byte offset 6146)", Refusal(Ten));
        using (FileStream file = File.OpenWrite(InTen("test_batch.bin"))) file.SetLength(4 * 3073);
        Assert.Contains("test_batch.bin goes on after record 2 (byte offset 9219)", Refusal(Ten));
    }

    [Fact]
    public void A_label_out_of_range_is_named_with_record_and_offset()
    {
        CifarFiles.Write(Hundred, folder.Path);
        string path = Path.Combine(folder.Path, Hundred.Folder, "train.bin");
        using (FileStream file = File.OpenWrite(path))
        {
            file.Seek(5 * 3074 + 1, SeekOrigin.Begin);
            file.WriteByte(100);
        }

        Assert.Contains($"{path}, record 5 (byte offset {5 * 3074 + 1}): label 100 is not in 0 … 99", Refusal(Hundred));
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        CifarFiles.Write(Ten, folder.Path);
        File.Delete(InTen("data_batch_4.bin"));
        Assert.Contains("lacks data_batch_4.bin; cifar10 consists of data_batch_1.bin, data_batch_2.bin", Refusal(Ten));
    }

    [Fact]
    public void A_truncated_archive_is_named()
    {
        CifarFiles.Write(Ten, folder.Path);
        CifarFiles.Pack(Ten, folder.Path);
        using (FileStream file = File.OpenWrite(folder.At(Ten.Archive.Name))) file.SetLength(file.Length / 2);
        Assert.Contains(Ten.Archive.Name, Refusal(Ten));
        File.WriteAllText(folder.At(Ten.Archive.Name), "<html>not found</html>");
        Assert.Contains("is not a complete .tar.gz archive", Refusal(Ten));
    }

    [Fact]
    public void An_archive_that_lacks_a_file_is_named()
    {
        CifarFiles.Write(Ten, folder.Path);
        File.Delete(InTen("test_batch.bin"));
        CifarFiles.Pack(Ten, folder.Path);
        Assert.Contains("cifar-10-binary.tar.gz lacks test_batch.bin", Refusal(Ten));
    }

    [Fact]
    public void Nothing_there_says_what_is_expected_and_how_to_get_it()
    {
        string message = Refusal(Ten);
        Assert.Contains($"'{folder.Path}' holds neither cifar-10-batches-bin/ nor cifar-10-binary.tar.gz", message);
        Assert.Contains($"suptickets data fetch cifar10 --data-dir {folder.Path}", message);
    }

    [Fact]
    public void Images_are_normalised_and_padded_as_each_set_wants()
    {
        CifarFiles.Write(Ten, folder.Path);
        CifarFiles.Write(Hundred, folder.Path);
        float[] image = new float[3072];
        byte[] record = CifarFiles.Record(Ten, 0, 1);
        CifarReader.Read(Ten, folder.Path).Train.Read(1, image);
        Assert.Equal((record[1 + 2 * 1024 + 7] / 255.0 - .4465) / .2010, image[2 * 1024 + 7], 5e-6);

        // Padding acts on the image: what lies outside is black, and black is normalised like any pixel.
        double black = -.50707516 / .26733429;
        MemoryImages hundred = CifarReader.Read(Hundred, folder.Path).Train;
        ulong shifted = Enumerable.Range(0, 1000).Select(seed => (ulong)seed).First(seed => new RandomStream(seed).NextInt(9) == 0);
        hundred.ReadAugmented(0, new RandomStream(shifted), image);
        Assert.All(image[..(4 * 32)], value => Assert.Equal(black, value, 1e-5));
    }

    private string InTen(string file) => Path.Combine(folder.Path, Ten.Folder, file);

    private string Refusal(CifarFormat format) => Assert.Throws<DataException>(() => CifarReader.Read(format, folder.Path)).Message;
}
