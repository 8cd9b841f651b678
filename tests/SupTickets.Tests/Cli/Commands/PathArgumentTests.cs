namespace SupTickets.Tests.Cli.Commands;

public sealed class PathArgumentTests : IDisposable
{
    private readonly Scratch scratch = new();

    public PathArgumentTests()
    {
        File.WriteAllBytes(scratch.Path("x.png"), [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13]);
        Directory.CreateDirectory(scratch.Path("demo-1"));
        scratch.Write("empty", "");
    }

    public void Dispose() => scratch.Dispose();

    [Theory]
    [InlineData("eval x.png", "x.png: not a ticket: a PNG image")]
    [InlineData("ensemble x.png x.png", "x.png: not a ticket: a PNG image")]
    [InlineData("eval empty", "empty: not a ticket: an empty file")]
    [InlineData("train x.png", "which is a PNG image; allowed: a JSON file, or a preset")]
    [InlineData("train empty", "which is an empty file; allowed: a JSON file, or a preset")]
    [InlineData("train demo-1", "which is a folder; allowed: a JSON file, or a preset (suptickets list presets); an unfinished run goes on "
        + "with: suptickets resume ")]
    [InlineData("sweep x.png", "which is a PNG image; allowed: a JSON file such as recipes/sweeps/demo.json")]
    [InlineData("resume x.png", "which is a file (a PNG image); allowed: the folder of a run")]
    [InlineData("tickets x.png", "which is a file (a PNG image); allowed: the folder of a run")]
    [InlineData("report x.png", "which is a file (a PNG image); allowed: the folder of a run or of a sweep")]
    [InlineData("resume dmeo-1", "which does not exist; allowed: the folder of a run, such as runs/demo-1; did you mean '")]
    [InlineData("eval demo1", "which does not exist; allowed: a run folder or a ticket file; did you mean '")]
    public void A_path_that_is_something_else_is_called_what_it_is(string arguments, string message)
    {
        string[] words = arguments.Split(' ');
        Assert.Contains(message, Tool.Refused([words[0], .. words[1..].Select(scratch.Path)]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("data fetch cifar10 --data-dir", "--data-dir: got ''; allowed: a folder, which is made where there is none")]
    [InlineData("bench calibrate --out", "--out: got ''; allowed: a file, such as engine-costs.json")]
    public void No_path_is_an_empty_text(string arguments, string message) =>
        Assert.Equal(message, Tool.Refused([.. arguments.Split(' '), ""]));

    [Theory]
    [InlineData("eval")]
    [InlineData("resume")]
    [InlineData("report")]
    public void An_empty_path_is_shown_as_it_is(string command) =>
        Assert.Contains("got '', which does not exist; allowed: ", Tool.Refused(command, ""), StringComparison.Ordinal);

    [Theory]
    [InlineData("train", "RECIPE")]
    [InlineData("sweep", "SWEEP")]
    [InlineData("resume", "DIR")]
    public void A_link_in_a_circle_is_a_wrong_request(string command, string argument)
    {
        File.CreateSymbolicLink(scratch.Path("l.json"), scratch.Path("l.json"));
        Assert.StartsWith(
            $"{argument}: got '{scratch.Path("l.json")}', which is a link that leads to itself",
            Tool.Refused(command, scratch.Path("l.json")), StringComparison.Ordinal);
    }
}
