namespace SupTickets.Experiments.Runs;

/// <summary>A folder that cannot be used for a run. The message names it and says what to do.</summary>
public class RunFolderException(string message) : Exception(message);
