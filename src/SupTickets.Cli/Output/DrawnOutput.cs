using System.Text;
using Spectre.Console;

namespace SupTickets.Cli.Output;

/// <summary>Tells Spectre whether a writer leads to a terminal, which it only knows of the process's own streams.</summary>
internal sealed class DrawnOutput(TextWriter writer, bool isTerminal) : IAnsiConsoleOutput
{
    private readonly AnsiConsoleOutput inner = new(writer);

    public TextWriter Writer => writer;

    public bool IsTerminal => isTerminal;

    public int Width => inner.Width;

    public int Height => inner.Height;

    public void SetEncoding(Encoding encoding) => inner.SetEncoding(encoding);
}
