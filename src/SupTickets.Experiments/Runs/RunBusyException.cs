namespace SupTickets.Experiments.Runs;

/// <summary>Another process is working on the run, so this one must not.</summary>
public sealed class RunBusyException(string message) : RunFolderException(message);
