using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using SupTickets.Values;

namespace SupTickets.Cli;

/// <summary>What is wrong with the arguments themselves, before any command looks at them.</summary>
internal static class RequestErrors
{
    /// <summary>Passes arguments that fit a command.</summary>
    /// <exception cref="RequestException">They do not; every error is listed, with the nearest option or command.</exception>
    public static void Refuse(ParseResult request)
    {
        if (request.Action is HelpWithExamples or HelpAction or VersionLine) return;
        Command command = request.CommandResult.Command;
        string[] options = [.. Options(request.CommandResult).SelectMany(option => option.Aliases.Prepend(option.Name)).Where(name => name.StartsWith("--", StringComparison.Ordinal))];

        // The parser takes a mistyped option for an argument where a command has one; nobody means a file called --modle.
        string[] strays = [.. request.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens).Select(token => token.Value).Where(IsOption).Concat(request.UnmatchedTokens)];
        List<string> errors = [.. strays.Where(IsOption).Select(stray => $"unknown option '{stray}'{Hint(stray, options)}")];
        if (errors.Count == 0)
        {
            errors.AddRange(strays.Select(stray => command.Subcommands.Count > 0
                ? $"unknown command '{stray}'{Hint(stray, command.Subcommands.Select(known => known.Name))}; known: {string.Join(", ", command.Subcommands.Select(known => known.Name))}"
                : $"unexpected argument '{stray}'"));
        }

        if (errors.Count == 0 && request.Errors.Count > 0 && command.Subcommands.Count > 0)
            errors.Add($"a command is missing; known: {string.Join(", ", command.Subcommands.Select(known => known.Name))}");
        if (errors.Count == 0) errors.AddRange(request.Errors.Select(error => error.Message.TrimEnd('.')));
        if (errors.Count > 0) throw new RequestException($"{string.Join("\n  ", errors)}\n  see: {Path(request.CommandResult)} --help");
    }

    private static bool IsOption(string text) => text.Length > 1 && text.StartsWith('-') && !char.IsAsciiDigit(text[1]);

    private static string Hint(string name, IEnumerable<string> known) => NearestName.Suggest(name, known) is { } nearest ? $"; did you mean '{nearest}'?" : "";

    private static IEnumerable<Option> Options(CommandResult result) =>
        result.Command.Options.Concat(result.Parent is CommandResult parent ? Options(parent).Where(option => option.Recursive) : []);

    private static string Path(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{Path(parent)} {result.Command.Name}" : "suptickets";
}
