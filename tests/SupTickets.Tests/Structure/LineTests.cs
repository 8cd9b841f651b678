namespace SupTickets.Tests.Structure;

/// <summary>Lines of code that can be read without scrolling. Data in raw strings stays as it is.</summary>
public sealed class LineTests
{
    private const int Most = 140;

    [Theory]
    [InlineData("src")]
    [InlineData("samples")]
    [InlineData("bench")]
    [InlineData("tests")]
    public void No_line_of_code_is_longer_than_140_columns(string folder)
    {
        string[] files = [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))];
        Assert.NotEmpty(files);
        Assert.Equal(
            [],
            from file in files
            from line in Code(File.ReadLines(file))
            where line.Text.Length > Most
            select $"{Path.GetRelativePath(Repository.Root, file)}, line {line.Number}: {line.Text.Length} columns");
    }

    [Fact]
    public void Lines_of_raw_strings_are_no_code() => Assert.Equal(
        ["a", "b"],
        Code(["a", "x = \"\"\"", "data", "\"\"\";", "y = \"\"\"data\"\"\";", "b"]).Select(line => line.Text));

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
}
