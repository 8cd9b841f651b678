using System.CommandLine;
using SupTickets.Allocation;
using SupTickets.Cli.Output;
using SupTickets.Experiments.Evaluation;
using SupTickets.Values;

namespace SupTickets.Cli.Commands;

/// <summary><c>inspect</c>: where a network's connections and FLOPs would be.</summary>
internal static class InspectCommand
{
    public static Command Create(Terminal terminal)
    {
        Option<string> model = SharedOptions.Model(), init = SharedOptions.Init();
        Option<ImageShape> input = SharedOptions.Input();
        Option<int> classes = SharedOptions.Classes();
        Option<double> sparsity = SharedOptions.Sparsity(0.95), width = SharedOptions.Width();
        Option<bool> json = SharedOptions.Json();
        model.Required = true;
        DocumentedCommand command = new(
            "inspect",
            "Show a network layer by layer: shape, parameters, connections, density, multiply-adds; totals and FLOPs ratios.",
            "suptickets inspect --model resnet50 --input 3x32x32 --classes 10 --init erk --sparsity 0.95",
            "suptickets inspect --model wrn-28-10 --classes 100 --sparsity 0.9 --json")
        {
            model, input, classes, init, sparsity, width, json,
        };
        command.SetAction(request =>
        {
            TorchLibrary.Load();
            NetworkReport report = RequestRefusal.Of(() => NetworkInspection.Planned(
                new() { Name = request.GetRequiredValue(model), Width = request.GetRequiredValue(width) },
                request.GetRequiredValue(input),
                request.GetRequiredValue(classes),
                Allocations.All[request.GetRequiredValue(init)],
                request.GetRequiredValue(sparsity),
                keepDense: []));
            return Run(terminal, report, request.GetValue(json));
        });
        return command;
    }

    private static int Run(Terminal terminal, NetworkReport report, bool json)
    {
        if (json)
        {
            terminal.WriteJson(report);
            return ExitCode.Done;
        }

        terminal.WriteTable(
            ["layer", "shape", ">parameters", ">connections", ">density", ">MACs"],
            report.Layers.Select(layer => new[]
            {
                layer.Name, string.Join("x", layer.Shape), Figures.Count(layer.Parameters), Figures.Count(layer.Connections),
                Figures.Real(layer.Density), Figures.Count(layer.Macs),
            }));
        terminal.WriteTable(
            [$"{report.Model}, {report.Input}, {Counted.Of(report.Classes, "class")}, {report.Init} at {report.Sparsity}", ">"],
            FigureRows.Of(report.Totals));
        terminal.Warn(report.Warnings);
        return ExitCode.Done;
    }
}
