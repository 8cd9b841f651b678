using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using SupTickets.Values;

namespace SupTickets.Cli;

/// <summary>Errors of the arguments themselves, before any command uses them.</summary>
internal static class RequestErrors
{
    /// <summary>Refuses arguments that do not fit a command.</summary>
    /// <exception cref="RequestException">They do not; every error is listed, with the nearest option or command.</exception>
    public static void Refuse(ParseResult request)
    {
        if (request.Action is HelpWithExamples or HelpAction or VersionLine) return;
        Command command = request.CommandResult.Command;
        string[] options = [.. Options(request.CommandResult).SelectMany(option => option.Aliases.Prepend(option.Name))
            .Where(name => name.StartsWith("--", StringComparison.Ordinal))];

        // If a command has an argument, the parser takes a mistyped option for it; nobody means a file called --modle.
        string[] strays = [
            .. request.CommandResult.Children.OfType<ArgumentResult>()
                .SelectMany(argument => argument.Tokens).Select(token => token.Value).Where(IsOption).Concat(request.UnmatchedTokens)];
        List<string> errors = [
            .. strays.Where(IsOption).Select(stray => $"unknown option '{stray}'{NearestName.Hint(stray.Split('=')[0], options)}")];
        if (errors.Count == 0)
        {
            errors.AddRange(strays.Select(stray => command.Subcommands.Count > 0
                ? $"unknown command '{stray}'{NearestName.Hint(stray, command.Subcommands.Select(known => known.Name))}; known: "
                    + $"{string.Join(", ", command.Subcommands.Select(known => known.Name))}"
                : $"unexpected argument '{stray}'; allowed: {Arguments(command)}"));
        }

        if (errors.Count == 0 && request.Errors.Count > 0 && command.Subcommands.Count > 0)
            errors.Add($"a command is missing; known: {string.Join(", ", command.Subcommands.Select(known => known.Name))}");
        if (errors.Count == 0) errors.AddRange(request.Errors.SelectMany(error => Messages(error, request)).Distinct());
        if (errors.Count > 0) throw new RequestException($"{string.Join("\n  ", errors)}\n  see: {Path(request.CommandResult)} --help");
    }

    // The parser's own messages name neither the value nor what is allowed.
    private static string[] Messages(ParseError error, ParseResult request)
    {
        if ((error.SymbolResult as OptionResult ?? error.SymbolResult?.Parent as OptionResult) is { } option)
            return [OfOption(option, error.Message)];
        string[] missing =
        [
            .. request.CommandResult.Command.Arguments
                .Where(argument => argument.Arity.MinimumNumberOfValues > 0 && request.GetResult(argument) is not { Tokens.Count: > 0 })
                .Select(argument => $"{argument.Name}: got nothing; allowed: {argument.Description}"),
            .. Options(request.CommandResult).Where(one => one.Required && request.GetResult(one) is not { Implicit: false })
                .Select(one => $"{one.Name}: got nothing; allowed: {Allowed(one)}"),
        ];
        return missing.Length > 0 ? missing : [error.Message.TrimEnd('.')];
    }

    private static string OfOption(OptionResult result, string message)
    {
        Option option = result.Option;
        string[] values = [.. result.Tokens.Select(token => token.Value)];
        if (message.StartsWith(option.Name, StringComparison.Ordinal)) return message;
        if (values.Length == 0) return $"{option.Name}: got no value; allowed: {Allowed(option)}";
        if (values.Length > option.Arity.MaximumNumberOfValues)
            return $"{option.Name}: got {Counted.Of(values.Length, "value")}, {string.Join(", ", values.Select(value => $"'{value}'"))}; "
                + "allowed: one";
        return $"{option.Name}: got '{string.Join("', '", values)}'; allowed: "
            + $"{(option.ValueType == typeof(bool) ? "true or false, or the option alone" : Allowed(option))}";
    }

    private static string Allowed(Option option) =>
        option.HelpName is { } name ? $"{name}: {option.Description}" : option.Description ?? "a value";

    private static string Arguments(Command command) => command.Arguments is { Count: > 0 } arguments
        ? string.Join(
            ", ", arguments.Select(argument => argument.Arity.MaximumNumberOfValues > 1 ? $"{argument.Name}..." : $"one {argument.Name}"))
            + ", and options"
        : "options alone";

    private static bool IsOption(string text) => text.Length > 1 && text.StartsWith('-') && !char.IsAsciiDigit(text[1]);

    private static IEnumerable<Option> Options(CommandResult result) =>
        result.Command.Options.Concat(result.Parent is CommandResult parent ? Options(parent).Where(option => option.Recursive) : []);

    private static string Path(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{Path(parent)} {result.Command.Name}" : "suptickets";
}
