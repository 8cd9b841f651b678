namespace SupTickets.Experiments.Data;

/// <summary>Data that is missing or corrupt. The message names the file, the position in it and what was expected.</summary>
public sealed class DataException : Exception
{
    /// <summary>An error with a complete message.</summary>
    public DataException(string message)
        : base(message)
    {
    }

    /// <summary>An error with a complete message and its cause.</summary>
    public DataException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
