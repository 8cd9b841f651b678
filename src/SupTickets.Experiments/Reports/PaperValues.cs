using System.Text.Json;

namespace SupTickets.Experiments.Reports;

/// <summary>The values of the paper's Tables 1 to 11, 14, 15 and 17 to 21 (Yin et al., 2022), for comparison with ours.</summary>
public static class PaperValues
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { ReadCommentHandling = JsonCommentHandling.Skip };

    private static readonly Lazy<IReadOnlyList<PaperBlock>> Blocks = new(Read);

    private static readonly Lazy<IReadOnlyList<PaperValue>> Cells = new(() => [.. Blocks.Value.SelectMany(block => block.Values())]);

    /// <summary>Every cell, table by table and row by row.</summary>
    public static IReadOnlyList<PaperValue> All => Cells.Value;

    /// <summary>The tables that are there, increasing.</summary>
    public static IReadOnlyList<int> Tables { get; } = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 14, 15, 17, 18, 19, 20, 21];

    /// <summary>What a table shows, in one line without a full stop.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such table.</exception>
    public static string TitleOf(int table) => Blocks.Value.FirstOrDefault(block => block.Table == table)?.Title
        ?? throw new ArgumentOutOfRangeException(nameof(table), table, $"the tables are {string.Join(", ", Tables)}");

    /// <summary>The cells of a table, row by row.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such table.</exception>
    public static IReadOnlyList<PaperValue> Of(int table)
    {
        _ = TitleOf(table);
        return [.. All.Where(value => value.Table == table)];
    }

    private static PaperBlock[] Read()
    {
        using Stream stream = typeof(PaperValues).Assembly.GetManifestResourceStream("paper-values.json")!;
        return JsonSerializer.Deserialize<PaperBlock[]>(stream, Json)!;
    }
}
