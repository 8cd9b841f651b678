using System.CommandLine;

namespace SupTickets.Cli;

/// <summary>A command whose help ends with examples that can be pasted into a shell.</summary>
internal sealed class DocumentedCommand(string name, string description, params string[] examples) : Command(name, description)
{
    public IReadOnlyList<string> Examples => examples;
}
