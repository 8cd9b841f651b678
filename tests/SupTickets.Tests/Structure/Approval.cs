namespace SupTickets.Tests.Structure;

/// <summary>
/// Texts that change on purpose or not at all: each is compared with the file that was approved. <c>eng/accept.sh</c> approves them all as
/// they are now.
/// </summary>
internal static class Approval
{
    /// <summary>Whether what is compared is approved instead.</summary>
    public static bool Accepts => Environment.GetEnvironmentVariable("SUPTICKETS_ACCEPT") == "1";

    /// <summary>Fails with every line that is new (+) or gone (-), whole, and with the command that approves.</summary>
    /// <param name="file">The approved text, below <c>tests/SupTickets.Tests</c>.</param>
    /// <param name="actual">The lines of the text now.</param>
    public static void Require(string file, IReadOnlyList<string> actual)
    {
        if (Accepts) File.WriteAllLines(PathOf(file), actual);
        RequireSame(file, Read(file), actual);
    }

    /// <summary>The approved lines; none where nothing was approved yet.</summary>
    public static string[] Read(string file) => File.Exists(PathOf(file)) ? File.ReadAllLines(PathOf(file)) : [];

    /// <summary>Fails with the lines in which the two differ.</summary>
    public static void RequireSame(string file, IReadOnlyList<string> approved, IReadOnlyList<string> actual)
    {
        if (approved.SequenceEqual(actual)) return;
        string[] changes =
        [
            .. approved.Except(actual).Select(line => $"- {line}"),
            .. actual.Except(approved).Select(line => $"+ {line}"),
        ];
        Assert.Fail(
            $"tests/SupTickets.Tests/{file} differs. If that is meant, run eng/accept.sh and commit what it writes.\n"
            + string.Join('\n', changes is [] ? ["the same lines, in another order or number"] : changes));
    }

    private static string PathOf(string file) => Path.Combine(Repository.Root, "tests", "SupTickets.Tests", file);
}
