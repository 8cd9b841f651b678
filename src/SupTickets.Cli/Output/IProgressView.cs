namespace SupTickets.Cli.Output;

/// <summary>Shows the progress of long work.</summary>
internal interface IProgressView
{
    /// <summary>Replaces what is shown.</summary>
    /// <param name="share">The part that is done, in [0, 1].</param>
    /// <param name="text">
    /// What is going on, in one line: its parts, separated by <see cref="ProgressLine.Separator"/>, the most important first.
    /// </param>
    void Show(double share, string text);

    /// <summary>Adds a line that stays.</summary>
    void Say(string line);
}
