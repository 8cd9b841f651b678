using SupTickets.Experiments.Reports;
using SupTickets.Experiments.Runs;

namespace SupTickets.Cli.Output;

/// <summary>The end of a run: every ticket, then what the result costs.</summary>
internal static class RunTable
{
    public static void Write(Terminal terminal, RunSummary summary, string folder)
    {
        terminal.WriteTable(
            ["", ">accuracy", ">top 5", ">NLL", ">ECE", ">connections", ">sparsity"],
            SummaryTable.Of(summary).Select(row => new[]
            {
                row.Name, Figures.Percent(row.Metrics.Top1), Figures.Percent(row.Metrics.Top5),
                Figures.Real(row.Metrics.Nll), Figures.Percent(row.Metrics.Ece),
                Figures.Count(row.Connections), Figures.Percent(row.Sparsity),
            }));
        if (summary is { Ensemble: { } ensemble, Diversity: { } diversity })
        {
            string figures = $"NLL {Figures.Real(ensemble.Metrics.Nll)}, ECE {Figures.Percent(ensemble.Metrics.Ece)}";
            terminal.Out.WriteLine(
                $"ensemble         accuracy {Figures.Percent(ensemble.Metrics.Top1)}, {figures}: mean prediction of "
                + $"{Figures.Counted(ensemble.Tickets, "ticket")}");
            terminal.Out.WriteLine($"diversity        {Figures.Percent(diversity.Disagreement)} disagreement, KL divergence "
                + $"{Figures.Real(diversity.Kl)} among tickets");
        }

        terminal.Out.WriteLine(
            $"inference FLOPs  {Figures.Amount(summary.InferenceFlops)} a sample, {Figures.Ratio(summary.InferenceFlopsRatio)} of dense");
        terminal.Out.WriteLine($"training FLOPs   {Figures.Ratio(summary.TrainingFlopsRatio)} of dense");
        terminal.Out.WriteLine($"time             {Figures.Duration(summary.Seconds)} for {Figures.Counted(summary.Steps, "step")}");
        terminal.Out.WriteLine($"run folder       {folder}");
    }
}
