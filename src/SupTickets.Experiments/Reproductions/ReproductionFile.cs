using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using SupTickets.Experiments.Reports;
using SupTickets.Values;

namespace SupTickets.Experiments.Reproductions;

/// <summary>The form of a reproduction's file; <c>docs/formats.md</c> describes it.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ReproductionFile
{
    /// <summary>How these files are read.</summary>
    internal static JsonSerializerOptions Json { get; } =
        new(JsonSerializerDefaults.Web) { ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    public int? Table { get; init; }

    public string? Title { get; init; }

    public IReadOnlyList<string> Notes { get; init; } = [];

    public required IReadOnlyList<ulong> Seeds { get; init; }

    public IReadOnlyList<BesideRow> Beside { get; init; } = [];

    public IReadOnlyList<Block> Blocks { get; init; } = [];

    public required IReadOnlyList<JsonObject> Grids { get; init; }

    public required IReadOnlyList<Claim> Claims { get; init; }

    public required IReadOnlyDictionary<string, ScalePart> Scales { get; init; }

    /// <summary>The reproduction of a document.</summary>
    /// <exception cref="InvalidDataException">The document is wrong.</exception>
    public static Reproduction Parse(string name, string json)
    {
        try
        {
            ReproductionFile file = JsonSerializer.Deserialize<ReproductionFile>(json, Json)!;
            if (file.Scales.Keys.FirstOrDefault(scale => !ReproductionScale.Names.Contains(scale)) is { } unknown)
                throw new UnknownNameException("scale", unknown, ReproductionScale.Names);
            string title = file.Title ?? PaperValues.TitleOf(file.Table ?? throw new JsonException("neither a table nor a title"));
            return new(name, title, [.. file.Cells()], [.. file.Claims.Select(claim => claim.Read())], [
                .. ReproductionScale.Names.Where(file.Has).Select(file.ScaleOf)])
            {
                Grids = file.Grids,
                Notes = file.Notes,
            };
        }
        catch (Exception defect)
            when (defect is JsonException or KeyNotFoundException or UnknownNameException or ArgumentOutOfRangeException)
        {
            throw new InvalidDataException($"{name}: {JsonText.Explain(defect)}", defect);
        }
    }

    private IEnumerable<ReproductionCell> Cells() => [
        .. Table is { } table ? PaperValues.Of(table).Select(value => Printed(value, value.Row)) : [],
        .. Beside.SelectMany(beside =>
            PaperValues.Of(beside.Table).Where(value => value.Row == beside.Row).Select(value => Printed(value, beside.As ?? beside.Row))),
        .. Blocks.SelectMany(block => block.Cells()),
    ];

    private static ReproductionCell Printed(PaperValue value, string row) => new(
        row, value.Column, value.Model, value.Data, value.Method, value.System, value.Setting, value.Sparsity, value.Quantity, value.Mean,
        value.Deviation);

    private bool Has(string scale) => Scales.ContainsKey(scale) || ReproductionScale.Common.Contains(scale);

    private ReproductionScale ScaleOf(string name)
    {
        ScalePart part = Scales[name].Whole();
        return new(
            name, part.Reduced, part.Why ?? throw new JsonException($"scale '{name}' does not say why"),
            part.Seeds ?? Seeds)
        { Without = part.Without, Order = part.Order, Set = part.Set, Values = part.Values };
    }

    /// <summary>A row of another table that stands beside this one's.</summary>
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record BesideRow(int Table, string Row, string? As);

    /// <summary>
    /// Two rows or two columns; where they are compared, if not everywhere; the largest difference at which they count as level, if that is
    /// the claim.
    /// </summary>
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record Claim(IReadOnlyList<string>? Rows, IReadOnlyList<string>? Columns, IReadOnlyList<string>? Where, double? Level)
    {
        public ReproductionClaim Read() => (Rows, Columns) switch
        {
            ([var first, var than], null) => new(first, than, ComparesColumns: false) { Where = Where, Level = Level },
            (null, [var first, var than]) => new(first, than, ComparesColumns: true) { Where = Where, Level = Level },
            _ => throw new JsonException("a claim names two rows or two columns"),
        };
    }

    /// <summary>Rows and columns of a figure, whose values the paper does not print.</summary>
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record Block(PaperBlock.Key Defaults, IReadOnlyList<PaperBlock.Key> Columns, IReadOnlyList<PaperBlock.Key> Rows)
    {
        public IEnumerable<ReproductionCell> Cells() => Rows.SelectMany(row => Columns.Select(column => new ReproductionCell(
            row.Row!,
            column.Column!,
            Of(row, column, key => key.Model),
            Of(row, column, key => key.Data),
            Of(row, column, key => key.Method),
            Of(row, column, key => key.System),
            row.Setting,
            row.Sparsity ?? column.Sparsity ?? Defaults.Sparsity,
            Of(row, column, key => key.Quantity),
            Paper: null,
            PaperDeviation: null)));

        private string Of(PaperBlock.Key row, PaperBlock.Key column, Func<PaperBlock.Key, string?> key) =>
            key(row) ?? key(column) ?? key(Defaults) ?? throw new JsonException($"row '{row.Row}', column '{column.Column}' lacks a key");
    }
}
