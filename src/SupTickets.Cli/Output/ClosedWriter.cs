using System.Globalization;
using System.Text;

namespace SupTickets.Cli.Output;

/// <summary>A standard output that the caller has closed.</summary>
internal sealed class ClosedWriter() : TextWriter(CultureInfo.InvariantCulture)
{
    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => throw new ClosedException();

    /// <summary>Thrown by every attempt to write there.</summary>
    internal sealed class ClosedException() : IOException("it is closed");
}
