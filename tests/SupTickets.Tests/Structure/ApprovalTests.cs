namespace SupTickets.Tests.Structure;

public sealed class ApprovalTests
{
    [Fact]
    public void A_difference_is_shown_in_whole_lines_with_the_command_that_approves_it()
    {
        string Long(string end) => new string('x', 300) + end;
        string message = Assert.Throws<Xunit.Sdk.FailException>(
            () => Approval.RequireSame("A/b.txt", ["same", Long("before")], ["same", Long("after")])).Message;
        Assert.Equal(
            [
                "tests/SupTickets.Tests/A/b.txt differs. If that is meant, run eng/accept.sh and commit what it writes.",
                $"- {Long("before")}", $"+ {Long("after")}",
            ],
            message.Split('\n'));
    }

    // By xunit.runner.json.
    [Fact]
    public void A_failed_assertion_shows_long_texts_whole()
    {
        string[] lines = [new string('x', 300) + "end", new string('y', 300) + "end"];
        Assert.Contains(lines[0], Message(() => Assert.StartsWith("other", lines[0], StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.All(lines, line => Assert.Contains(line, Message(() => Assert.Equal([], lines)), StringComparison.Ordinal));

        static string Message(Action assertion) => Assert.ThrowsAny<Xunit.Sdk.XunitException>(assertion).Message;
    }

    [Fact]
    public void Another_order_is_a_difference() => Assert.Contains(
        "in another order", Assert.Throws<Xunit.Sdk.FailException>(() => Approval.RequireSame("x", ["a", "b"], ["b", "a"])).Message,
        StringComparison.Ordinal);
}
