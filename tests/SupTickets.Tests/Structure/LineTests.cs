namespace SupTickets.Tests.Structure;

/// <summary>
/// Lines of code and prose can be read without scrolling, and files of code are short. Data in raw strings and printed output stay as
/// they are.
/// </summary>
public sealed class LineTests
{
    private const int MostOfCode = 140;
    private const int MostOfProse = 160;
    private const int MostLines = 300;

    // The folders that hold text of the project; what runs and downloads leave beside them is not checked.
    private static readonly string[] Folders = ["bench", "docs", "eng", "recipes", "samples", "src", "tests"];

    [Theory]
    [InlineData("src")]
    [InlineData("samples")]
    [InlineData("bench")]
    [InlineData("tests")]
    public void No_line_of_code_is_longer_than_140_columns(string folder)
    {
        string[] files = Repository.Files(folder, "*.cs");
        Assert.NotEmpty(files);
        Assert.Equal([], TooLong(files, Code, MostOfCode));
    }

    [Theory]
    [InlineData("src")]
    [InlineData("samples")]
    [InlineData("bench")]
    [InlineData("tests")]
    public void No_file_of_code_is_longer_than_300_lines(string folder)
    {
        string[] files = Repository.Files(folder, "*.cs");
        Assert.NotEmpty(files);
        Assert.Equal(
            [],
            from file in files
            let lines = File.ReadLines(file).Count()
            where lines > MostLines
            select $"{Path.GetRelativePath(Repository.Root, file)}: {lines} lines");
    }

    [Fact]
    public void No_line_of_prose_is_longer_than_160_columns()
    {
        string[] files =
        [
            .. Directory.EnumerateFiles(Repository.Root, "*.md"),
            .. Folders.SelectMany(folder => Repository.Files(folder, "*.md")),
        ];
        string[] names = [.. files.Select(file => Path.GetRelativePath(Repository.Root, file))];
        Assert.Contains("README.md", names);
        Assert.Contains(Path.Combine("docs", "formats.md"), names);
        Assert.Equal([], TooLong(files, Prose, MostOfProse));
    }

    [Fact]
    public void Printed_output_between_fences_is_no_prose() => Assert.Equal(
        [1, 5],
        Prose(["a", "```", "output", "```", "b"]).Select(line => line.Number));

    [Fact]
    public void Lines_of_raw_strings_are_no_code() => Assert.Equal(
        ["a", "b"],
        Code(["a", "x = \"\"\"", "data", "\"\"\";", "y = \"\"\"data\"\"\";", "b"]).Select(line => line.Text));

    private static IEnumerable<string> TooLong(
        IEnumerable<string> files, Func<IEnumerable<string>, IEnumerable<(int Number, string Text)>> read, int most) =>
        from file in files
        from line in read(File.ReadLines(file))
        where line.Text.Length > most
        select $"{Path.GetRelativePath(Repository.Root, file)}, line {line.Number}: {line.Text.Length} columns";

    // All but those in which a raw string stands.
    private static IEnumerable<(int Number, string Text)> Code(IEnumerable<string> lines)
    {
        const string Quotes = "\"\"\"";
        bool within = false;
        foreach ((int index, string line) in lines.Index())
        {
            int marks = line.Split(Quotes).Length - 1;
            if (!within && marks == 0) yield return (index + 1, line);
            if (marks % 2 == 1) within = !within;
        }
    }

    // All but fenced blocks: their lines were printed, or are code.
    private static IEnumerable<(int Number, string Text)> Prose(IEnumerable<string> lines)
    {
        bool within = false;
        foreach ((int index, string line) in lines.Index())
        {
            bool fence = line.TrimStart().StartsWith("```", StringComparison.Ordinal);
            if (fence) within = !within;
            else if (!within) yield return (index + 1, line);
        }
    }
}
