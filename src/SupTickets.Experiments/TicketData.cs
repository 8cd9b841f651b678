using System.Text.Json;
using SupTickets.Experiments.Data;
using SupTickets.Tickets;
using SupTickets.Values;

namespace SupTickets.Experiments;

/// <summary>
/// Opens data as a ticket needs it: images of its size, normalised as in its training, classes in the order of its outputs.
/// </summary>
internal static class TicketData
{
    /// <summary>Opens data to measure a ticket on.</summary>
    /// <param name="data">Which data; the ticket decides size, normalisation and class order.</param>
    /// <param name="seed">The seed of generated data.</param>
    /// <param name="ticket">The ticket's description.</param>
    /// <param name="cancel">Stops the check of image files.</param>
    /// <exception cref="DataException">The data cannot be opened, or holds other classes than the ticket names.</exception>
    internal static ImageData Open(DataOptions data, Seed seed, TicketDescription ticket, CancellationToken cancel)
    {
        if (ticket.Input.Width == ticket.Input.Height) data = data with { ImageSize = ticket.Input.Width };
        ImageData opened = DataSets.Open(data with { Labels = ticket.Labels }, seed.For("data"), new()
        {
            Checks = ImageChecks.Test,
            KeptIn = DataAccess.UserCache(),
            Preparation = PreparationOf(data, ticket),
            LabelsFrom = "the ticket",
            Cancel = cancel,
        });
        return IsOrderKnown(data, ticket) ? opened : opened with { Notes = [.. opened.Notes, Unknown(data)] };
    }

    /// <summary>Whether two tickets can be measured on data that was opened for one of them.</summary>
    internal static bool IsPreparedAlike(DataOptions data, TicketDescription first, TicketDescription second) =>
        first.Input == second.Input
        && PreparationOf(data, first) is var one && PreparationOf(data, second) is var other
        && one?.Margin == other?.Margin
        && (one is null || one.Normalization.SameAs(other!.Normalization));

    private static string Unknown(DataOptions data) =>
        "the ticket does not name its classes, as those of earlier versions: "
        + $"whether the classes of {data.Folder ?? data.Name} come in its order cannot be checked";

    private static bool IsOrderKnown(DataOptions data, TicketDescription ticket) =>
        ticket.Labels is not null
        || (TrainedOn(ticket) == data.Name && DataSets.All[data.Name].Classes is not null);

    private static ImagePreparation? PreparationOf(DataOptions data, TicketDescription ticket)
    {
        string? name = TrainedOn(ticket);
        if (ticket.Normalization is null && name is null) return null;
        ImagePreparation usual = DataSets.PreparationOf(name ?? data.Name);
        return ticket.Normalization is { } own ? usual with { Normalization = own } : usual;
    }

    // A ticket of another tool may have no recipe. The default of a recipe, generated images, is not what it was trained on.
    private static string? TrainedOn(TicketDescription ticket)
    {
        using JsonDocument recipe = JsonDocument.Parse(ticket.Recipe);
        return recipe.RootElement.ValueKind == JsonValueKind.Object
            && recipe.RootElement.TryGetProperty("data", out JsonElement data) && data.ValueKind == JsonValueKind.Object
            && data.TryGetProperty("name", out JsonElement name) && name.ValueKind == JsonValueKind.String
            && DataSets.All.Find(name.GetString()!) is not null
            ? name.GetString()
            : null;
    }
}
