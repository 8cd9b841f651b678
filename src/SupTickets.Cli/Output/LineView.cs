using System.Globalization;

namespace SupTickets.Cli.Output;

/// <summary>Progress as plain lines for files and pipes: at most one every five seconds, besides those that stay.</summary>
internal sealed class LineView(TextWriter writer, TimeProvider time) : IProgressView
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private long? last;

    public void Show(double share, string text)
    {
        if (last is { } before && time.GetElapsedTime(before) < Pause) return;
        last = time.GetTimestamp();
        Say(string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(100 * share),3:0} %  {text}"));
    }

    public void Say(string line)
    {
        writer.WriteLine(line);
        writer.Flush();
    }
}
