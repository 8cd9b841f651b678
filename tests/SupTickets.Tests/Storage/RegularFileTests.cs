using SupTickets.Storage;

namespace SupTickets.Tests.Storage;

public sealed class RegularFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_file_is_read_through_links_and_with_its_marks_of_order()
    {
        File.WriteAllText(folder["text"], "été", new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        File.CreateSymbolicLink(folder["link"], folder["text"]);
        Assert.Equal("été", RegularFile.ReadText(folder["link"]));
        using FileStream open = RegularFile.OpenRead(folder["text"]);
        Assert.Equal(8, open.Length);
    }

    [Fact]
    public void What_is_not_there_is_left_to_the_system() =>
        Assert.Throws<FileNotFoundException>(() => RegularFile.OpenRead(folder["nothing"]));

    // Without the refusal, opening the pipe would wait until the test is killed.
    [Fact]
    public void Pipes_devices_and_folders_are_refused_by_name()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "kinds of files are told apart on Linux only");
        Assert.Equal($"'{folder.Path}' is a folder; only regular files are read", Refusal(folder.Path));
        Assert.Equal("'/dev/zero' is a device; only regular files are read", Refusal("/dev/zero"));
        Pipe.Make(folder["pipe"]);
        Assert.Equal($"'{folder["pipe"]}' is a pipe; only regular files are read", Refusal(folder["pipe"]));
        File.CreateSymbolicLink(folder["link"], folder["pipe"]);
        Assert.Equal($"'{folder["link"]}' is a pipe; only regular files are read", Refusal(folder["link"]));
    }

    [Fact]
    public void Links_to_nothing_and_in_a_circle_are_refused_by_name()
    {
        File.CreateSymbolicLink(folder["loop"], folder["loop"]);
        File.CreateSymbolicLink(folder["there"], folder["back"]);
        File.CreateSymbolicLink(folder["back"], folder["there"]);
        File.CreateSymbolicLink(folder["dangling"], folder["nothing"]);
        foreach (string name in new[] { "loop", "there" })
            Assert.Equal(
                $"'{folder[name]}' is a link that leads to itself or cannot be followed; only regular files are read",
                Refusal(folder[name]));
        Assert.Equal($"'{folder["dangling"]}' is a link to what does not exist; only regular files are read", Refusal(folder["dangling"]));
    }

    [Fact]
    public void A_text_above_the_limit_is_refused_before_it_is_read()
    {
        using (FileStream file = File.Create(folder["long"])) file.SetLength(300L << 20);
        string message = Assert.Throws<InvalidDataException>(() => RegularFile.ReadText(folder["long"])).Message;
        Assert.Equal(
            $"'{folder["long"]}' has 314572800 bytes; at most 268435456 bytes of a text file are read (SUPTICKETS_MAX_TEXT_BYTES sets "
            + "another limit)",
            message);
    }

    private static string Refusal(string path) => Assert.Throws<InvalidDataException>(() => RegularFile.OpenRead(path)).Message;
}
