namespace SupTickets.Cli;

/// <summary>The request was wrong. The message names the option or the file, the value, and what is allowed.</summary>
internal sealed class RequestException(string message) : Exception(message);
