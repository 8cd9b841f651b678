using Spectre.Console;

namespace SupTickets.Cli.Output;

/// <summary>
/// The output of a command. Results go to <see cref="Out"/>; messages, and with <c>--json</c> the progress too, go to <see cref="Error"/>.
/// Spectre is started only by a command that draws.
/// </summary>
internal sealed class Terminal
{
    // The width of tables in files, which have no window to fit. Narrower ones would fold their cells.
    private const int UnboundedWidth = 160;

    private readonly Lazy<IAnsiConsole> console, messages;
    private readonly FailSafeWriter output, error;
    private readonly bool drawsError;
    private volatile BarView? bar;
    private bool isResultInFiles;

    private Terminal(FailSafeWriter output, FailSafeWriter error, bool drawsOutput, bool drawsError)
    {
        (this.output, this.error, this.drawsError) = (output, error, drawsError);
        (Out, Error) = (new VisibleWriter(output), new VisibleWriter(error));
        output.Lost = loss =>
        {
            if (!IsUnmissed) Error.WriteLine($"suptickets: standard output cannot be written: {loss.Message}");
        };
        console = new(() => Open(output, drawsOutput));
        messages = new(() => Open(error, drawsError));
    }

    /// <summary>Standard output.</summary>
    public TextWriter Out { get; }

    /// <summary>Standard error. Text that cannot be written there is dropped.</summary>
    public TextWriter Error { get; }

    /// <summary>How much is written; set before the command starts.</summary>
    public Verbosity Verbosity { get; set; }

    /// <summary>Whether everything written to <see cref="Out"/> arrived; if not, the reason was written to <see cref="Error"/>.</summary>
    public bool IsComplete => output.Loss is null || IsUnmissed;

    /// <summary>Tables and colours on standard output.</summary>
    public IAnsiConsole Console => console.Value;

    /// <summary>The streams of this process; each is drawn on only where it is a terminal.</summary>
    public static Terminal OfProcess() => new(
        new(StandardStreams.HasOutput ? System.Console.Out : new ClosedWriter()),
        new(StandardStreams.HasError ? System.Console.Error : TextWriter.Null),
        StandardStreams.HasOutput && !System.Console.IsOutputRedirected,
        StandardStreams.HasError && !System.Console.IsErrorRedirected);

    /// <summary>Any two writers, as plain lines.</summary>
    public static Terminal Plain(TextWriter output, TextWriter error) =>
        new(new(output), new(error), drawsOutput: false, drawsError: false);

    // A user who closed standard output wants only the files.
    private bool IsUnmissed => isResultInFiles && output.Loss is ClosedWriter.ClosedException;

    /// <summary>
    /// Declares, before anything is written, that the command's result lies in files. Then the command succeeds without a standard output
    /// too.
    /// </summary>
    public void KeepResultInFiles() => isResultInFiles = true;

    /// <summary>
    /// Writes a line that is no result to standard error, above the progress if that is drawn on the same terminal. Any thread may call it.
    /// </summary>
    public void Say(string line)
    {
        // Copied, since another thread may end the work meanwhile.
        BarView? drawn = bar;
        if (drawn is null || !drawsError) Write();
        else drawn.Interleave(Write);

        void Write()
        {
            Error.WriteLine(line);
            Error.Flush();
        }
    }

    /// <summary>As <see cref="Say"/>, for details that only <c>--verbose</c> shows: how something is computed, and why.</summary>
    public void Explain(string line)
    {
        if (Verbosity == Verbosity.Verbose) Say(line);
    }

    /// <summary>Writes a text of many lines to <see cref="Out"/>, such as a document.</summary>
    public void WriteText(string text) => Out.Write(text + Out.NewLine);

    /// <summary>Runs long work and shows its progress: a bar on a terminal, else a line every few seconds.</summary>
    /// <param name="json">Whether standard output is kept for the one JSON document.</param>
    /// <param name="work">Is given the view to report to.</param>
    public T Watch<T>(bool json, Func<IProgressView, T> work)
    {
        IAnsiConsole target = json ? messages.Value : Console;
        if (!target.Profile.Capabilities.Interactive) return work(new LineView(json ? Error : Out, TimeProvider.System));
        bool colours = target.Profile.Capabilities.ColorSystem != ColorSystem.NoColors;
        BarView drawn = new(
            json ? error : output, () => TerminalWidth.Of(json ? 2 : 1, target.Profile.Width), colours, TimeProvider.System);
        try
        {
            bar = drawn;
            return work(drawn);
        }
        finally
        {
            bar = null;
            drawn.Clear();
        }
    }

    /// <summary>Writes warnings to standard error, a line each.</summary>
    public void Warn(IEnumerable<string> warnings)
    {
        foreach (string warning in warnings) Error.WriteLine($"suptickets: warning: {warning}");
    }

    private static IAnsiConsole Open(TextWriter writer, bool draws)
    {
        bool plain = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        IAnsiConsole opened = AnsiConsole.Create(new()
        {
            Out = new DrawnOutput(writer, draws),
            Ansi = draws ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = draws && !plain ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = draws ? InteractionSupport.Detect : InteractionSupport.No,
        });
        opened.Profile.Capabilities.Interactive &= draws && opened.Profile.Capabilities.Ansi;
        if (!draws) opened.Profile.Width = UnboundedWidth;
        opened.Pipeline.Attach(new VisibleSegments());
        return opened;
    }
}
