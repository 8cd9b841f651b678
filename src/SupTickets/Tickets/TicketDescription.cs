using System.Globalization;
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

    /// <summary>
    /// The class names in the order of the network's outputs; null where they are not known, as in tickets of earlier versions.
    /// </summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>How the pixels of its images became numbers; null where that is not known.</summary>
    public Normalization? Normalization { get; init; }

    /// <summary>
    /// Which ticket of its run it is: <see cref="Ultimate"/> or <see cref="OfCycle"/>; null where that is not known, as in tickets of
    /// earlier versions.
    /// </summary>
    public string? Part { get; init; }

    /// <summary>The <see cref="Part"/> of a run's final ticket.</summary>
    public const string Ultimate = "ultimate";

    /// <summary>The <see cref="Part"/> of a cycle's ticket, counted from 1: <c>cycle-3</c>.</summary>
    public static string OfCycle(int cycle) => string.Create(CultureInfo.InvariantCulture, $"cycle-{cycle}");

    /// <summary>Why the ticket cannot take such images, as the end of a sentence about it; null where it can.</summary>
    internal string? Misfit(ImageShape images, int classes) =>
        images != Input ? $"takes images of {Input}, the data has {images}"
        : classes != Classes ? $"tells {Classes} classes apart, the data has {classes}"
        : null;

    /// <summary>
    /// Why the outputs of this ticket's network are not those classes, in this order, as the end of a sentence about it; null if they are,
    /// or if the ticket does not name its classes.
    /// </summary>
    /// <param name="classes">The classes in label order.</param>
    /// <param name="place">Where the classes come from, for the sentence.</param>
    internal string? MisfitOf(IReadOnlyList<string> classes, string place) =>
        Labels is null || ClassNames.Same(Labels, classes) ? null
        : ClassNames.Positions(Labels, classes) is null
            ? $"tells other classes apart: {ClassNames.Difference(Labels, "the ticket", classes, place)}"
        : $"tells its classes apart in another order: [{ClassNames.Shown(Labels)}], not [{ClassNames.Shown(classes)}]";

    /// <summary>This library's name and version.</summary>
    internal static string ThisProgram { get; } = $"SupTickets {typeof(TicketDescription).Assembly.GetName().Version!.ToString(3)}";
}
