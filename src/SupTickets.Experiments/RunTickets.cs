using SupTickets.Experiments.Runs;
using SupTickets.Networks;
using SupTickets.Tickets;
using SupTickets.Values;

namespace SupTickets.Experiments;

/// <summary>
/// The cheap tickets of one run. They are combined weight by weight, so all must be of one network with the same names for its outputs.
/// </summary>
internal static class RunTickets
{
    /// <summary>All of them, in the order of their cycles.</summary>
    /// <exception cref="InvalidDataException">One is damaged, or does not belong to the run.</exception>
    internal static IReadOnlyList<(int Cycle, NetworkState State)> Read(RunFolder run)
    {
        IReadOnlyList<(int Cycle, string Path)> files = run.CycleTickets();
        if (files.Count == 0) return [];
        Ticket first = run.ReadTicket(files[0].Cycle);
        return [(files[0].Cycle, first.State), .. files.Skip(1).Select(
            file => (file.Cycle, Alike(file.Path, run.ReadTicket(file.Cycle), first).State))];
    }

    /// <summary>Requires that <paramref name="ticket"/> is of the same network as <paramref name="like"/>.</summary>
    /// <inheritdoc cref="Read(RunFolder)"/>
    internal static Ticket Alike(string path, Ticket ticket, Ticket like)
    {
        if (!Shapes(ticket).SequenceEqual(Shapes(like)))
            throw new InvalidDataException($"{path}: a ticket of another network than the first one of the run");
        return like.Description.Labels is { } labels && ticket.Description.MisfitOf(labels, "the first one") is { } misfit
            ? throw new InvalidDataException($"{path}: a ticket of another run than the first one: it {misfit}")
            : ticket;
    }

    private static IEnumerable<(string Name, WeightShape Shape)> Shapes(Ticket ticket) =>
        ticket.State.Layers.Select(layer => (layer.Name, layer.Shape));
}
