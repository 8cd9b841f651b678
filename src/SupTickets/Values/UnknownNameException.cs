namespace SupTickets.Values;

/// <summary>
/// A name that a table does not hold. The message lists the names of the table, nearest first, and says which was probably meant.
/// </summary>
public sealed class UnknownNameException(string kind, string name, IEnumerable<string> known)
    : ArgumentException(
        $"unknown {kind} '{name}'; known: {string.Join(", ", NearestName.Order(name, known))}{NearestName.Hint(name, known)}");
