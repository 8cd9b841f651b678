using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using SupTickets.Tests.Data;

namespace SupTickets.Tests.Cli.Commands;

public sealed class DataCommandTests
{
    [Theory]
    [InlineData("data fetch cifar11", "unknown data set 'cifar11'; known: cifar10")]
    [InlineData("data fetch synthetic", "synthetic cannot be fetched")]
    [InlineData("data fetch cifar10 --url ftp://x", "--url: got 'ftp://x'; allowed: an address that starts with http:// or https://")]
    [InlineData("data fetch cifar10 --url http://127.0.0.1:1 --data-dir /dev/null", "nothing can be written into the folder '/dev/null': ")]
    [InlineData("data fetch cifar10 --url x", "--url: got 'x'; allowed: ")]
    public void Only_what_is_published_can_be_fetched_and_only_to_where_it_can_be_written(string arguments, string message) =>
        Assert.StartsWith(message, Tool.Refused(arguments.Split(' ')), StringComparison.Ordinal);

    [Fact]
    public async Task A_server_that_refuses_is_no_wrong_request_and_leaves_no_half_file()
    {
        using Scratch scratch = new();
        using TcpListener server = new(IPAddress.Loopback, 0);
        server.Start();
        Task answer = Refuse(server);
        string url = $"http://127.0.0.1:{((IPEndPoint)server.LocalEndpoint).Port}/";
        var (code, output, error) = await Task.Run(
            () => Tool.Run("data", "fetch", "cifar10", "--url", url, "--data-dir", scratch.Path("data"), "--json"));
        await answer;
        Assert.Equal((1, ""), (code, output));
        Assert.Contains("the server answered 404", error, StringComparison.Ordinal);
        Assert.Empty(scratch.Files());
    }

    [Fact]
    public void Verify_counts_the_samples_of_each_class()
    {
        using Scratch scratch = new();
        CifarFiles.WriteCifar10(scratch.Path(""));
        JsonElement found = Tool.Json("data", "verify", "cifar10", "--data-dir", scratch.Path(""));
        Assert.Equal((6, 10), (found.GetProperty("files").GetInt32(), found.GetProperty("train").GetArrayLength()));
        Assert.Empty(found.GetProperty("problems").EnumerateArray());
    }

    [Fact]
    public void Verify_refuses_a_file_that_is_cut_off_and_names_it()
    {
        using Scratch scratch = new();
        CifarFiles.WriteCifar10(scratch.Path(""));
        string file = scratch.Files().First(name => name.EndsWith("data_batch_3.bin", StringComparison.Ordinal));
        File.WriteAllBytes(scratch.Path(file), File.ReadAllBytes(scratch.Path(file))[..^1]);
        var (code, output, error) = Tool.Run("data", "verify", "cifar10", "--data-dir", scratch.Path(""), "--json");
        Assert.Equal((2, ""), (code, output));
        Assert.Contains("data_batch_3.bin", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cifar10")]
    [InlineData("imagefolder")]
    public void Verify_refuses_a_folder_that_is_missing(string data)
    {
        var (code, _, error) = Tool.Run("data", "verify", data, "--data-dir", "no-such-folder", "--json");
        Assert.Equal(2, code);
        Assert.Contains("no-such-folder", error, StringComparison.Ordinal);
    }

    private static async Task Refuse(TcpListener server)
    {
        using TcpClient client = await server.AcceptTcpClientAsync();
        using NetworkStream stream = client.GetStream();
        byte[] request = new byte[4096];
        Assert.NotEqual(0, await stream.ReadAsync(request));
        await stream.WriteAsync("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray());
    }

    [Fact]
    public void A_line_feed_in_the_name_of_a_file_begins_no_line_of_the_output()
    {
        using Scratch scratch = new();
        foreach (string part in new[] { "train", "val" })
            SupTickets.Tests.Data.ImageFiles.WriteGrey(
                Path.Combine(Directory.CreateDirectory(scratch.Path($"{part}/a")).FullName, "0.png"), 40, 32, 100,
                SkiaSharp.SKEncodedImageFormat.Png);
        scratch.Write("train/a/x\nsuptickets: all is well\u001b[31m.png", "no image");
        scratch.Write("train/a/y.b\nc", "");
        Directory.CreateDirectory(scratch.Path("val/a/deep\nz"));
        var (code, _, error) = Tool.Run("data", "verify", "imagefolder", "--data-dir", scratch.Path(""));
        Assert.Equal(2, code);
        string[] lines = error.TrimEnd().Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.Contains("(val/a/deep\\u000az); other files (1 .b\\u000ac)", lines[0], StringComparison.Ordinal);
        Assert.Contains("x\\u000asuptickets: all is well\\u001b[31m.png is not an image", lines[1], StringComparison.Ordinal);
    }
}
