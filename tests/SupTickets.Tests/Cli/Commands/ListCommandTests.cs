using System.Text.Json;
using SupTickets.Allocation;
using SupTickets.Cli.Commands;
using SupTickets.Experiments.Data;
using SupTickets.Experiments.Models;
using SupTickets.Experiments.Recipes;
using SupTickets.Methods;
using SupTickets.Tickets;

namespace SupTickets.Tests.Cli.Commands;

public sealed class ListCommandTests
{
    private static readonly Dictionary<string, IReadOnlyList<string>> Names = new()
    {
        ["list methods"] = SparseMethods.All.Names,
        ["list models"] = ModelTable.All.Names,
        ["list data"] = DataSets.All.Names,
        ["data list"] = DataSets.All.Names,
        ["list presets"] = Presets.All.Names,
        ["list optimizers"] = Optimizers.All.Names,
        ["list averaging"] = AveragingRules.All.Names,
        ["list allocations"] = Allocations.All.Names,
        ["list drop"] = Criteria.Drop.Names,
        ["list grow"] = Criteria.Grow.Names,
    };

    public static TheoryData<string> Commands => [.. Names.Keys];

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_table_lists_every_name_with_what_it_is(string command)
    {
        JsonElement rows = Tool.Json(command.Split(' '));
        Assert.Equal(Names[command], rows.EnumerateArray().Select(row => row.GetProperty("name").GetString()));
        Assert.All(rows.EnumerateArray(), row => Assert.Matches(@"[^\s:;]$", row.GetProperty("summary").GetString()));
        string shown = Tool.Run(command.Split(' ')).Out;
        Assert.All(Names[command], name => Assert.Contains(name, shown, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Evci et al., 2020", "what it does; Evci et al., 2020")]
    [InlineData("", "what it does")]
    public void A_row_without_a_source_ends_with_what_it_is(string source, string expected) =>
        Assert.Equal(expected, ListCommand.Sourced("what it does", "; ", source));
}
