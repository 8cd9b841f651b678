using SupTickets.Values;

namespace SupTickets.Cli.Output;

/// <summary>Progress as one line at the bottom of a terminal, never wider than it; lines that stay scroll above it.</summary>
/// <param name="writer">The terminal that is drawn on; control characters in texts are escaped here.</param>
/// <param name="width">Its cells in a line, which may change at any time.</param>
/// <param name="colours">Whether the bar has colours.</param>
/// <param name="time">The clock; the bar is drawn at most ten times a second.</param>
internal sealed class BarView(TextWriter writer, Func<int> width, bool colours, TimeProvider time) : IProgressView
{
    // The cursor waits at the start of the line. A terminal that is made narrower folds the line and keeps the cursor there, so that this
    // erases every row of it.
    private const string Erase = "\r\e[J";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.1);

    private readonly Lock gate = new();
    private string text = "";
    private double share;
    private long drawn;
    private bool isVisible;

    public void Show(double share, string text)
    {
        lock (gate)
        {
            (this.share, this.text) = (share, VisibleText.Of(text).ReplaceLineEndings(" "));
            if (!isVisible || time.GetElapsedTime(drawn) >= Pause) Draw();
        }
    }

    public void Say(string line) => Interleave(() => writer.WriteLine(VisibleText.OfMessage(line)));

    /// <summary>Writes lines that stay to the same terminal.</summary>
    public void Interleave(Action write)
    {
        lock (gate)
        {
            bool wasVisible = isVisible;
            Clear();
            write();
            if (wasVisible) Draw();
        }
    }

    /// <summary>Removes the bar; lines that stay are left.</summary>
    public void Clear()
    {
        lock (gate)
        {
            if (!isVisible) return;
            writer.Write(Erase);
            writer.Flush();
            isVisible = false;
        }
    }

    private void Draw()
    {
        (int bar, int filled, string line) = ProgressLine.Of(share, text, width());
        string drawing = bar == 0 ? ""
            : colours ? $"\e[33m{new string('━', filled)}\e[90m{new string('━', bar - filled)}\e[0m "
            : $"{new string('#', filled)}{new string('-', bar - filled)} ";
        writer.Write($"{Erase}{drawing}{line}\r");
        writer.Flush();
        (drawn, isVisible) = (time.GetTimestamp(), true);
    }
}
