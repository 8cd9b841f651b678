using System.IO.Compression;
using System.Text;
using SupTickets.Storage;
using SupTickets.Tests.Cli;
using SupTickets.Tickets;

namespace SupTickets.Tests.Storage;

public sealed class FileKindTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Theory]
    [InlineData("89504E470D0A1A0A", "a PNG image")]
    [InlineData("FFD8FFE000104A46", "a JPEG image")]
    [InlineData("504B030414000000", "a zip archive, as PyTorch's .pth files are")]
    [InlineData("1F8B0800000000", "a gzip file")]
    [InlineData("8002636E756D7079", "a pickle file, as old .pth files and the Python edition of CIFAR are")]
    [InlineData("80", null)]
    [InlineData("894844460D0A1A0A", "an HDF5 file, as Keras writes")]
    [InlineData("424D36000C000000000036000000", "a BMP image")]
    [InlineData("424D36000C0001020304", null)]
    [InlineData("10000000000000007B7D", FileKind.Safetensors)]
    [InlineData("0000000000000000", "a file of zeros, as an interrupted copy leaves")]
    [InlineData("0102030405060708", null)]
    [InlineData("", FileKind.Empty)]
    [InlineData("FFFE7B00", "a text file in UTF-16")]
    [InlineData("C3", FileKind.PlainText)]
    [InlineData("61FF61", null)]
    public void Bytes_say_what_a_file_is(string bytes, string? expected) =>
        Assert.Equal(expected, FileKind.Of(Convert.FromHexString(bytes)));

    [Theory]
    [InlineData("\uFEFF  <!DOCTYPE html><title>404</title>", "an HTML page")]
    [InlineData("<HTML>", "an HTML page")]
    [InlineData("<?xml version=\"1.0\"?>", "an XML file")]
    [InlineData("\n{ \"model\": {} }", FileKind.Json)]
    [InlineData("BMW and GIFs, PKs and IIs", FileKind.PlainText)]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:4", "a Git LFS pointer, not the file that it stands for")]
    [InlineData("名前", FileKind.PlainText)]
    public void So_does_their_text(string text, string expected) => Assert.Equal(expected, FileKind.Of(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Real_archives_are_known_by_their_first_bytes()
    {
        using MemoryStream zip = new();
        using (ZipArchive archive = new(zip, ZipArchiveMode.Create, leaveOpen: true)) archive.CreateEntry("data.pkl").Open().Dispose();
        Assert.StartsWith("a zip archive", FileKind.Of(zip.ToArray()), StringComparison.Ordinal);
        using MemoryStream tar = new();
        using (System.Formats.Tar.TarWriter writer = new(tar, leaveOpen: true))
            writer.WriteEntry(new System.Formats.Tar.UstarTarEntry(System.Formats.Tar.TarEntryType.Directory, "batches/"));
        Assert.Equal("a tar archive", FileKind.Of(tar.ToArray()));
    }

    [Fact]
    public void A_file_that_is_no_ticket_is_called_what_it_is()
    {
        string picture = scratch.Path("x.png"), nothing = scratch.Write("nothing", ""), page = scratch.Write(
            "ticket.safetensors", "<!DOCTYPE html>\n<title>not found</title>");
        File.WriteAllBytes(picture, [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13]);
        Assert.Equal($"{picture}: not a ticket: a PNG image", Refusal(picture));
        Assert.Equal($"{nothing}: not a ticket: an empty file", Refusal(nothing));
        Assert.Equal($"{page}: not a ticket: an HTML page", Refusal(page));

        static string Refusal(string path) => Assert.Throws<InvalidDataException>(() => TicketFile.Read(path)).Message;
    }

    [Fact]
    public void What_cannot_be_read_has_no_kind() => Assert.Null(FileKind.Of(scratch.Path("missing")));
}
