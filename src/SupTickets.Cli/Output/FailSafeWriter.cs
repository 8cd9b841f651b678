using System.Globalization;
using System.Text;

namespace SupTickets.Cli.Output;

/// <summary>
/// Writes as long as that is possible. When the terminal is closed or the disk of a log is full, hours of work go on, and what was to be
/// written is dropped; nobody who writes a line of progress, from whatever thread, has to expect an error.
/// </summary>
internal sealed class FailSafeWriter(TextWriter inner) : TextWriter(CultureInfo.InvariantCulture)
{
    /// <summary>Why nothing is written any more; null as long as all is well.</summary>
    public Exception? Loss { get; private set; }

    /// <summary>Called once, when <see cref="Loss"/> happens.</summary>
    public Action<Exception>? Lost { get; set; }

    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => Write([value]);

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(ReadOnlySpan<char> buffer)
    {
        if (Loss is not null) return;
        try
        {
            inner.Write(buffer);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Lose(error);
        }
    }

    public override void WriteLine() => Write(CoreNewLine);

    public override void WriteLine(string? value) => Write(value + NewLine);

    public override void Flush()
    {
        if (Loss is not null) return;
        try
        {
            inner.Flush();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Lose(error);
        }
    }

    private void Lose(Exception error)
    {
        Loss = error;
        Lost?.Invoke(error);
    }
}
