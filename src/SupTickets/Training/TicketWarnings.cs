using System.Globalization;
using SupTickets.Schedules;
using SupTickets.Tickets;

namespace SupTickets.Training;

/// <summary>Warns, before the first step, of a cyclic phase that gives too few tickets.</summary>
internal static class TicketWarnings
{
    /// <summary>A warning where <paramref name="superpose"/> is set and <paramref name="calendar"/> has fewer than two tickets.</summary>
    public static IEnumerable<Warning> Of(SuperposeOptions? superpose, CycleCalendar calendar)
    {
        if (superpose is null) yield break;
        int tickets = calendar.Cycles + (calendar.Cycles > 0 && superpose.Zero == TicketZero.Included ? 1 : 0);
        if (tickets >= 2) yield break;
        string found = calendar.Cycles == 0
            ? "no cycle fits, so there is no ticket and nothing is superposed"
            : "one cycle fits, so its ticket is the only one and nothing is averaged";
        int two = 2 * superpose.CycleEpochs;
        // Rounded up to three digits, so that the share named in the message suffices.
        string remedy = two < calendar.Epochs
            ? Text($"two need a superpose.share of at least {Math.Ceiling(1000m * two / calendar.Epochs) / 1000}")
            : Text($"two need more than {two} epochs, or a smaller superpose.cycleEpochs");
        yield return new(0, "superposition", string.Create(
            CultureInfo.InvariantCulture,
            $"into superpose.share {superpose.Share} of {calendar.Epochs} epochs {found} (superpose.cycleEpochs is "
            + $"{superpose.CycleEpochs}): {remedy}; superpose.enabled false trains without cycles"));
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
