using SupTickets.Experiments.Runs;
using SupTickets.Tickets;

namespace SupTickets.Experiments;

/// <summary>A ticket named on a command line: the result of the run in a folder, or a file by itself.</summary>
/// <param name="Path">Where it is, for messages.</param>
/// <param name="Ticket">The ticket that was read.</param>
/// <param name="Run">The run it belongs to, which knows its engines and where its data is now; null for a file by itself.</param>
internal sealed record TicketArgument(string Path, Ticket Ticket, RunFolder? Run)
{
    /// <summary>Reads the ticket at <paramref name="path"/>, a run folder or a ticket file.</summary>
    /// <exception cref="RunFolderException">The folder holds no run, or one without a ticket.</exception>
    /// <exception cref="InvalidDataException">The ticket is damaged.</exception>
    public static TicketArgument Read(string path)
    {
        if (!Directory.Exists(path)) return new(path, TicketFile.Read(path), null);
        RunFolder run = RunFolder.Open(path);
        return new(path, run.ReadTicket(), run);
    }
}
