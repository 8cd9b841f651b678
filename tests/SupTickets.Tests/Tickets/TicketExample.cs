using SupTickets.Storage;
using SupTickets.Tests.Storage;
using SupTickets.Tickets;
using SupTickets.Topology;

namespace SupTickets.Tests.Tickets;

/// <summary>A small ticket by hand, and checks of its file.</summary>
internal static class TicketExample
{
    internal static Ticket Small() => new(
        new(
            [
                new("conv.weight", new(2, 1, 3, 3), Connectivity.Of([1, 7, 17], 18), [0.5f, -1f, 2f]),
                new("fc.weight", new(2, 2), Connectivity.Full(4), [1f, 2f, 3f, 4f]),
            ],
            [new("fc.bias", [2], [0.25f, 0f], []), new("bn.num_batches_tracked", [], [], [12])]),
        new("tiny", new(3, 32, 32), 2, """{"name":"run"}"""));

    internal static Dictionary<string, string> MetadataOf(TemporaryFolder folder, Ticket ticket)
    {
        TicketFile.Write(folder["m"], ticket);
        return new(SafetensorsFile.Read(folder["m"]).Metadata);
    }

    internal static void AssertDefect(
        TemporaryFolder folder, IEnumerable<StoredTensor> tensors, Dictionary<string, string> metadata, string expected)
    {
        SafetensorsWriter.Write(folder["bad"], tensors, metadata);
        string message = Assert.Throws<InvalidDataException>(() => TicketFile.Read(folder["bad"])).Message;
        Assert.StartsWith(folder["bad"], message);
        Assert.Contains(expected, message);
    }
}
