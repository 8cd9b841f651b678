namespace SupTickets.Tests.Torture;

/// <summary>A kind of file that is damaged.</summary>
/// <param name="Name">What it is called in figures.</param>
/// <param name="Share">Its share of all mutations.</param>
/// <param name="Write">Writes a damaged one into the folder of the subject, and says what was done, for messages.</param>
/// <param name="Use">
/// Reads it as the program does and uses what it gave; throws what the reader throws. What it returns is wrong with a file that was
/// accepted; null for nothing.
/// </param>
internal sealed record TornFile(string Name, double Share, Func<Mutator, string> Write, Func<string?> Use);
