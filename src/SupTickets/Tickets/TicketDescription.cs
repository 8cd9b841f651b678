using SupTickets.Values;

namespace SupTickets.Tickets;

/// <summary>What one must know to use a ticket's weights.</summary>
/// <param name="Model">The architecture's name in the model table.</param>
/// <param name="Input">The images it takes.</param>
/// <param name="Classes">How many classes it tells apart.</param>
/// <param name="Recipe">The recipe of its run, as JSON; <c>{}</c> where there is none.</param>
public sealed record TicketDescription(string Model, ImageShape Input, int Classes, string Recipe)
{
    /// <summary>The program and version that made it.</summary>
    public string CreatedBy { get; init; } = ThisProgram;

    /// <summary>Why the ticket cannot take such images, as the end of a sentence about it; null where it can.</summary>
    internal string? Misfit(ImageShape images, int classes) =>
        images != Input ? $"takes images of {Input}, the data has {images}"
        : classes != Classes ? $"tells {Classes} classes apart, the data has {classes}"
        : null;

    /// <summary>This library's name and version.</summary>
    internal static string ThisProgram { get; } = $"SupTickets {typeof(TicketDescription).Assembly.GetName().Version!.ToString(3)}";
}
