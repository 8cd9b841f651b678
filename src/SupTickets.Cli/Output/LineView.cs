using System.Globalization;

namespace SupTickets.Cli.Output;

/// <summary>
/// Progress as plain lines for files and pipes: at most one every five seconds, besides lines that stay. The first also comes after five
/// seconds, so that a request that is refused at once shows none.
/// </summary>
internal sealed class LineView(TextWriter writer, TimeProvider time) : IProgressView
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private long last = time.GetTimestamp();

    public void Show(double share, string text)
    {
        if (time.GetElapsedTime(last) < Pause) return;
        last = time.GetTimestamp();
        Say(string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(100 * share),3:0} %  {text}"));
    }

    public void Say(string line)
    {
        writer.WriteLine(line);
        writer.Flush();
    }
}
