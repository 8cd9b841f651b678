using System.Globalization;
using System.Text;
using System.Text.Json;
using SupTickets.Cli;
using SupTickets.Cli.Output;
using SupTickets.Values;

namespace SupTickets.Tests.Cli.Output;

public sealed class TerminalTests
{
    private const string Hostile = "x\u001b]0;owned\u0007\u202ey";
    private const string Shown = "x\\u001b]0;owned\\u0007\\u202ey";

    [Fact]
    public void Nothing_that_is_written_commands_the_terminal_by_whatever_way_it_goes()
    {
        using StringWriter output = new(), error = new();
        var terminal = Terminal.Plain(output, error);
        terminal.Out.WriteLine(Hostile);
        terminal.Out.Write(Hostile);
        terminal.Out.Write(Hostile.ToCharArray());
        terminal.Out.Write('\u001b');
        terminal.Out.WriteLine("{0}", Hostile);
        terminal.Error.WriteLine(Hostile);
        terminal.WriteTable([Hostile, ">n"], [[Hostile, Hostile]]);
        terminal.Watch(json: false, view =>
        {
            view.Show(0.5, Hostile);
            view.Say(Hostile);
            return 0;
        });
        Assert.True(VisibleText.IsClean(output.ToString()), output.ToString());
        Assert.Equal(Shown + Environment.NewLine, error.ToString());
        Assert.StartsWith(Shown + Environment.NewLine + Shown + Shown + "\\u001b" + Shown + Environment.NewLine, output.ToString());
        Assert.Contains($"{Environment.NewLine}  {Shown}  ", output.ToString());
        Assert.EndsWith($"{Environment.NewLine}{Shown}{Environment.NewLine}", output.ToString());
    }

    [Fact]
    public void A_json_document_reads_back_to_the_same_text()
    {
        using StringWriter output = new();
        Terminal.Plain(output, TextWriter.Null).WriteJson(new { Name = Hostile + "\u009b\u007f\r\n" });
        Assert.True(VisibleText.IsClean(output.ToString()));
        using var document = JsonDocument.Parse(output.ToString());
        Assert.Equal(Hostile + "\u009b\u007f\r\n", document.RootElement.GetProperty("name").GetString());
    }

    [Fact]
    public void A_message_that_carries_a_name_from_outside_is_written_out()
    {
        var (code, _, error) = Tool.Run("eval", $"/no/{Hostile}");
        Assert.Equal(2, code);
        Assert.Contains(Shown, error, StringComparison.Ordinal);
        Assert.True(VisibleText.IsClean(error));
    }

    [Fact]
    public void An_output_that_fails_is_said_once_and_makes_the_command_fail()
    {
        using StringWriter error = new();
        int code = CommandLine.Run(["list", "methods"], Terminal.Plain(new Broken(after: 0), error));
        Assert.Equal(ExitCode.Failed, code);
        Assert.Equal("suptickets: standard output cannot be written: No space left on device" + Environment.NewLine, error.ToString());
    }

    [Fact]
    public void An_output_that_fails_later_does_not_stop_the_work()
    {
        using Broken output = new(after: 2);
        using StringWriter error = new();
        var terminal = Terminal.Plain(output, error);
        int done = terminal.Watch(json: false, view =>
        {
            for (int i = 0; i < 5; i++) view.Say(i.ToString(CultureInfo.InvariantCulture));
            return 5;
        });
        Assert.Equal((5, false), (done, terminal.IsComplete));
        Assert.Equal("0\n1\n", output.Text.ReplaceLineEndings("\n"));
        Assert.Single(error.ToString().TrimEnd().Split('\n'));
    }

    [Fact]
    public void Messages_that_cannot_be_written_leave_the_exit_code_as_it_is()
    {
        using StringWriter output = new();
        Assert.Equal(2, CommandLine.Run(["eval", "/no/such"], Terminal.Plain(output, new Broken(after: 0))));
        Assert.Equal(0, CommandLine.Run(["list", "methods"], Terminal.Plain(output, new Broken(after: 0))));
        Assert.Equal(1, CommandLine.Run(["list", "methods"], Terminal.Plain(new Broken(after: 0), new Broken(after: 0))));
    }

    // A closed terminal or a full disk.
    private sealed class Broken(int after) : TextWriter(CultureInfo.InvariantCulture)
    {
        private readonly StringBuilder text = new();
        private int writes;

        public string Text => text.ToString();

        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => Write([value]);

        public override void Write(ReadOnlySpan<char> buffer)
        {
            if (writes++ >= after) throw new IOException("No space left on device");
            text.Append(buffer);
        }
    }
}
