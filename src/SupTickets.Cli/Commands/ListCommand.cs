using System.CommandLine;
using SupTickets.Allocation;
using SupTickets.Cli.Output;
using SupTickets.Experiments.Data;
using SupTickets.Experiments.Models;
using SupTickets.Experiments.Recipes;
using SupTickets.Methods;
using SupTickets.Tickets;
using SupTickets.Values;

namespace SupTickets.Cli.Commands;

/// <summary><c>list</c>: the tables of names, each with what it is and where it comes from.</summary>
internal static class ListCommand
{
    public static Command Create(Terminal terminal)
    {
        Option<bool> json = SharedOptions.Json();
        json.Recursive = true;
        Command command = new("list", "The names that recipes and options may use.") { json };
        foreach (var (name, description, rows) in Tables())
        {
            DocumentedCommand table = new(name, description, $"suptickets list {name}", $"suptickets list {name} --json");
            table.SetAction(request => Show(terminal, rows, request.GetValue(json)));
            command.Add(table);
        }

        return command;
    }

    /// <summary>The data sets, which <c>data list</c> shows too.</summary>
    public static IEnumerable<NamedRow> Data() =>
        DataSets.All.Select(data => new NamedRow(data.Name, Sourced(About(data), "; ", data.Source)));

    public static int Show(Terminal terminal, Func<IEnumerable<NamedRow>> rows, bool json)
    {
        if (json) terminal.WriteJson(rows());
        else terminal.WriteTable(["name", "what it is"], rows().Select(row => new[] { row.Name, row.Summary }));
        return ExitCode.Done;
    }

    private static IEnumerable<(string Name, string Description, Func<IEnumerable<NamedRow>> Rows)> Tables() =>
    [
        ("methods", "Sparse training methods (--method, method.name).", () => Rows(SparseMethods.All, "; ")),
        ("models", "Architectures (--model, model.name).", () => Rows(ModelTable.All)),
        ("data", "Data sets (--data, data.name).", Data),
        ("presets", "Recipes that come with the tool (train RECIPE).", () => Presets.All.Names.Select(Preset)),
        ("optimizers", "Optimizers (optimizer.name).", () => Rows(Optimizers.All)),
        ("averaging", "Ways to average tickets (superpose.averaging).", () => Rows(AveragingRules.All)),
        ("allocations", "Ways to share connections among layers (--init, topology.allocation).", () => Rows(Allocations.All)),
        ("drop", "Criteria by which connections are dropped (method.drop).", () => Rows(Criteria.Drop)),
        ("grow", "Criteria by which connections are grown (method.grow).", () => Rows(Criteria.Grow)),
    ];

    /// <summary>What a name stands for, and where it is described; the first alone where it needs no source.</summary>
    public static string Sourced(string summary, string separator, string source) =>
        source.Length == 0 ? summary : summary + separator + source;

    private static IEnumerable<NamedRow> Rows<T>(NamedTable<T> table, string separator = ": ") =>
        table.Select(row => new NamedRow(row.Name, Sourced(row.Summary, separator, row.Source)));

    private static string About(NamedRow<DataSet> data) =>
        $"{data.Summary}; {(data.Value.Classes is { } classes ? Counted.Of(classes, "class") : "any classes")}, {data.Value.Shape}";

    private static NamedRow Preset(string name)
    {
        Recipe recipe = Presets.Read(name);
        return new(name, $"{recipe.Model.Name} on {recipe.Data.Name}, {recipe.Method.Name} at sparsity {recipe.Topology.Sparsity}, "
            + $"{Counted.Of(recipe.Schedule.Epochs, "epoch")}, "
            + $"{Counted.Of(recipe.Superpose.Enabled ? recipe.Superpose.CyclesIn(recipe.Schedule.Epochs) : 0, "ticket")}");
    }
}
