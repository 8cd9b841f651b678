namespace SupTickets.Tests.Structure;

/// <summary>Lines of code that can be read without scrolling.</summary>
public sealed class LineTests
{
    private const int Most = 140;

    [Theory]
    [InlineData("src")]
    [InlineData("samples")]
    [InlineData("bench")]
    public void No_line_of_code_is_longer_than_140_columns(string folder)
    {
        string[] files = [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))];
        Assert.NotEmpty(files);
        Assert.Equal(
            [],
            from file in files
            from line in File.ReadLines(file).Index()
            where line.Item.Length > Most
            select $"{Path.GetRelativePath(Repository.Root, file)}, line {line.Index + 1}: {line.Item.Length} columns");
    }
}
