namespace SupTickets.Values;

/// <summary>Quotes words for a shell, so that a command in a message can be copied.</summary>
internal static class ShellWord
{
    private static string Plain { get; } = OperatingSystem.IsWindows() ? @"/._-+=:,@%\" : "/._-+=:,@%";

    /// <summary>The word, in quotes where it needs them.</summary>
    public static string Of(string word)
    {
        if (word.Length > 0 && word.All(letter => char.IsAsciiLetterOrDigit(letter) || Plain.Contains(letter, StringComparison.Ordinal)))
            return word;
        return OperatingSystem.IsWindows() ? $"\"{word}\"" : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
    }
}
