namespace SupTickets.Values;

/// <summary>A recipe that cannot be run. It carries every error found, and its message lists them, one a line.</summary>
public sealed class SettingException : Exception
{
    /// <summary>An exception for at least one error.</summary>
    /// <param name="errors">The errors.</param>
    /// <param name="cause">The exception by which a setting was refused; null if it was only checked.</param>
    public SettingException(IReadOnlyList<SettingError> errors, Exception? cause = null)
        : base(errors is [var only] ? only.ToString() : $"{Counted.Of(errors.Count, "error")}:\n  {string.Join("\n  ", errors)}", cause)
    {
        Errors = errors;
    }

    /// <summary>Every error, in the order of the recipe's keys: first those of form, then those of meaning.</summary>
    public IReadOnlyList<SettingError> Errors { get; }
}
