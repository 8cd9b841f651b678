using System.Globalization;

namespace SupTickets.Experiments.Runs;

/// <summary>The readable events of a log.</summary>
/// <param name="Events">Its events, in order.</param>
/// <param name="DamagedLines">Numbers, from 1, of the lines that are damaged and left out.</param>
public sealed record LoggedEvents(IReadOnlyList<Training.TrainingEvent> Events, IReadOnlyList<int> DamagedLines)
{
    private const int Named = 5;

    /// <summary>A message on what is missing; null if nothing is.</summary>
    public string? Damage
    {
        get
        {
            if (DamagedLines.Count == 0) return null;
            string numbers = string.Join(", ", DamagedLines.Take(Named).Select(line => line.ToString(CultureInfo.InvariantCulture)));
            string rest =
                DamagedLines.Count > Named ? string.Create(CultureInfo.InvariantCulture, $" and {DamagedLines.Count - Named} more") : "";
            return DamagedLines.Count == 1 ? $"line {numbers} of events.jsonl is damaged and was left out"
                : $"lines {numbers}{rest} of events.jsonl are damaged and were left out";
        }
    }
}
