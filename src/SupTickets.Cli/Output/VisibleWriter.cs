using System.Globalization;
using System.Text;
using SupTickets.Values;

namespace SupTickets.Cli.Output;

/// <summary>
/// Escapes control characters that could command a terminal (<see cref="VisibleText"/>). A line written by WriteLine is a message; a text
/// of many lines is not.
/// </summary>
internal sealed class VisibleWriter(TextWriter inner) : TextWriter(CultureInfo.InvariantCulture)
{
    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => Write([value]);

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(ReadOnlySpan<char> buffer)
    {
        if (VisibleText.IsClean(buffer)) inner.Write(buffer);
        else inner.Write(VisibleText.Of(buffer));
    }

    public override void WriteLine() => inner.WriteLine();

    // The line and its end are written at once, so that another thread's words cannot come between them.
    public override void WriteLine(string? value) => inner.WriteLine(VisibleText.OfMessage(value));

    public override void Flush() => inner.Flush();
}
