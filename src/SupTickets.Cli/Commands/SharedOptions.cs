using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using SupTickets.Allocation;
using SupTickets.Values;

namespace SupTickets.Cli.Commands;

/// <summary>Options that several commands have, with the same words everywhere.</summary>
internal static class SharedOptions
{
    public static Option<bool> Json() =>
        new("--json") { Description = "Write exactly one JSON document to standard output; everything else goes to standard error" };

    /// <summary>The option of every command that asks how something is computed.</summary>
    public const string VerboseName = "--verbose";

    /// <summary>One for all commands, before or after the command's name.</summary>
    public static Option<bool> Verbose() => new(VerboseName)
    {
        Description = "Say on standard error how this machine computes: libtorch, the engine of each layer, and why",
        Recursive = true,
    };

    public static Option<string> Model(string description = "Architecture, see 'suptickets list models'") =>
        new("--model") { Description = description, HelpName = "NAME" };

    public static Option<ImageShape> Input() => new("--input")
    {
        Description = "Shape of an image, CHANNELSxHEIGHTxWIDTH",
        HelpName = "CxHxW",
        DefaultValueFactory = _ => new(3, 32, 32),
        CustomParser = result =>
        {
            try
            {
                return ImageShape.Parse(result.Tokens[0].Value);
            }
            catch (FormatException e)
            {
                result.AddError($"--input: {e.Message}");
                return new(1, 1, 1);
            }
        },
    };

    public static Option<int> Classes() => Whole("--classes", "Number of classes", 10, least: 1);

    public static Option<string> Init() =>
        new("--init")
        {
            Description = $"How connections are shared among layers: {string.Join(", ", Allocations.All.Names)}",
            HelpName = "NAME",
            DefaultValueFactory = _ => "erk",
        };

    public static Option<double> Sparsity(double value)
    {
        Option<double> option = new("--sparsity")
        {
            Description = "Share of connections that are absent, in [0, 1)",
            HelpName = "SHARE",
            DefaultValueFactory = _ => value,
            CustomParser = result => Sparsity(result, result.Tokens[0]),
        };
        return option;
    }

    /// <summary>One sparsity or several.</summary>
    public static Option<double[]> Sparsities(double value) => new("--sparsity")
    {
        Description = "Share of connections that are absent, in [0, 1); several are measured beside one another",
        HelpName = "SHARE...",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [value],
        CustomParser = result => [.. result.Tokens.Select(token => Sparsity(result, token))],
    };

    public static Option<double> Width() => new("--width")
    {
        Description = "Multiplies every internal channel count",
        HelpName = "FACTOR",
        DefaultValueFactory = _ => 1,
        CustomParser = result =>
            Real(result, result.Tokens[0], "--width", width => width > 0 && double.IsFinite(width), "a finite number above 0"),
    };

    public static Option<int> Whole(string name, string description, int value, int least, Limit? limit = null) => new(name)
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = _ => value,
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
                && number >= least
                && (limit is null || number <= limit.Most)) return number;
            string range = limit is not null ? $"from {least} to {limit.Most} ({limit.Name} sets another limit)"
                : IsTooLarge(text) ? $"from {least} to {int.MaxValue}"
                : $"of at least {least}";
            result.AddError($"{name}: got {text}; allowed: a whole number {range}");
            return least;
        },
    };

    private static bool IsTooLarge(string text) =>
        text.Length > 0 && text.All(char.IsAsciiDigit) && !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    public static Option<string?> DataDir(string more = "") =>
        new("--data-dir")
        {
            Description = $"Folder that holds cifar-10-batches-bin/, cifar-100-binary/, or train/ and val/{more}",
            HelpName = "DIR",
        };

    private static double Sparsity(ArgumentResult result, Token token) =>
        Real(result, token, "--sparsity", sparsity => sparsity is >= 0 and < 1, "a number in [0, 1)");

    private static double Real(ArgumentResult result, Token token, string name, Func<double, bool> inside, string allowed)
    {
        string text = token.Value;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && inside(number)) return number;
        result.AddError($"{name}: got {text}; allowed: {allowed}");
        return 0;
    }
}
