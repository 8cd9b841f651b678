using System.Globalization;
using System.Text;

namespace SupTickets.Cli.Output;

/// <summary>
/// Writes until an error, and drops everything afterwards. When the terminal is closed or a log's disk is full, hours of work go on;
/// callers, on whatever thread, need not expect an exception.
/// </summary>
internal sealed class FailSafeWriter(TextWriter inner) : TextWriter(CultureInfo.InvariantCulture)
{
    /// <summary>The error since which nothing is written; null as long as all is well.</summary>
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
