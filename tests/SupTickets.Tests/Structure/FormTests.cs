using System.Text;

namespace SupTickets.Tests.Structure;

/// <summary>
/// What <c>dotnet format</c> would change and the build, which checks all other rules of <c>.editorconfig</c>, does not say: encoding,
/// ends of lines, the order of using directives.
/// </summary>
public sealed class FormTests
{
    [Theory]
    [InlineData("src")]
    [InlineData("samples")]
    [InlineData("bench")]
    [InlineData("tests")]
    public void Files_of_code_have_the_form_that_dotnet_format_gives_them(string folder)
    {
        string[] files = Repository.Files(folder, "*.cs");
        Assert.NotEmpty(files);
        Assert.Equal(
            [],
            from file in files
            from fault in Faults(File.ReadAllBytes(file))
            select $"{Path.GetRelativePath(Repository.Root, file)}: {fault}");
    }

    [Theory]
    [InlineData("namespace A;\n", "")]
    [InlineData("\ufeffnamespace A;\n", "a byte order mark")]
    [InlineData("namespace A;\r\n", "a carriage return")]
    [InlineData("namespace A;", "no end of the last line")]
    [InlineData("namespace A;\n\n", "an empty line at the end")]
    [InlineData("// a \nnamespace A;\n", "space at the end of line 1")]
    [InlineData("using System;\nusing System.Text;\nusing A.B;\nusing A.C;\nusing static A.B.D;\nusing E = A.B;\n\nnamespace A;\n", "")]
    [InlineData("using A;\nusing System;\n", "using directives in the order A, System")]
    [InlineData("using A.C;\nusing A.B;\n", "using directives in the order A.C, A.B")]
    [InlineData("using static A.B;\nusing C;\n", "using directives in the order static A.B, C")]
    [InlineData("using E = A.B;\nusing static A.B;\n", "using directives in the order E = A.B, static A.B")]
    public void A_fault_of_form_is_named(string text, string fault) =>
        Assert.Equal(fault, string.Join("; ", Faults(Encoding.UTF8.GetBytes(text))));

    private static IEnumerable<string> Faults(byte[] bytes)
    {
        string text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes);
        if (text.StartsWith('\ufeff')) yield return "a byte order mark";
        if (text.Contains('\r', StringComparison.Ordinal)) yield return "a carriage return";
        if (!text.EndsWith('\n')) yield return "no end of the last line";
        if (text.EndsWith("\n\n", StringComparison.Ordinal)) yield return "an empty line at the end";
        string[] lines = text.Split('\n');
        foreach ((int index, string line) in lines.Index())
        {
            if (line.EndsWith(' ') || line.EndsWith('\t')) yield return $"space at the end of line {index + 1}";
        }

        foreach (string[] names in Directives(lines))
        {
            if (!names.SequenceEqual(names.OrderBy(Rank).ThenBy(Words, Comparer<string[]>.Create(Compare))))
                yield return $"using directives in the order {string.Join(", ", names)}";
        }
    }

    // A comment between two directives begins a new list.
    private static IEnumerable<string[]> Directives(IEnumerable<string> lines)
    {
        List<string> names = [];
        foreach (string line in lines)
        {
            if (line.StartsWith("using ", StringComparison.Ordinal) && line.EndsWith(';') && !line.Contains('(', StringComparison.Ordinal))
            {
                names.Add(line["using ".Length..^1]);
                continue;
            }

            if (names.Count > 0) yield return [.. names];
            names.Clear();
        }
    }

    // Namespaces, those of the system first, then members of types, then names given to others.
    private static int Rank(string name) => name switch
    {
        _ when name.Contains('=', StringComparison.Ordinal) => 4,
        _ when name.StartsWith("static System.", StringComparison.Ordinal) => 2,
        _ when name.StartsWith("static ", StringComparison.Ordinal) => 3,
        _ => name is "System" || name.StartsWith("System.", StringComparison.Ordinal) ? 0 : 1,
    };

    private static string[] Words(string name) => name.Split('.');

    private static int Compare(string[] one, string[] other)
    {
        foreach ((string word, string counterpart) in one.Zip(other))
        {
            int order = StringComparer.OrdinalIgnoreCase.Compare(word, counterpart);
            if (order != 0) return order;
        }

        return one.Length.CompareTo(other.Length);
    }
}
