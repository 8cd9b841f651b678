using SupTickets.Cli;

namespace SupTickets.Tests.Cli;

public sealed class LongValueTests
{
    [Fact]
    public void A_message_stays_readable_whatever_it_quotes()
    {
        Assert.Equal("got 'short'; allowed: x", LongValue.Shorten("got 'short'; allowed: x"));
        Assert.Equal($"got {new string('a', 80)}… (100000 characters) here", LongValue.Shorten($"got {new string('a', 100_000)} here"));
        string message = Tool.Refused("train", "--model", new string('m', 50_000));
        Assert.StartsWith("--model, model.name: got \"mmm", message, StringComparison.Ordinal);
        Assert.InRange(message.Length, 1, 1000);
    }
}
