namespace SupTickets.Values;

/// <summary>
/// A name that no table holds. The message lists what the table does hold, nearest name first, and says which was probably meant.
/// </summary>
public sealed class UnknownNameException(string kind, string name, IEnumerable<string> known)
    : ArgumentException(
        $"unknown {kind} '{name}'; known: {string.Join(", ", NearestName.Order(name, known))}{NearestName.Hint(name, known)}");
