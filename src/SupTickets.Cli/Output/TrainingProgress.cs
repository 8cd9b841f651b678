using System.Globalization;
using SupTickets.Experiments.Runs;
using SupTickets.Networks;
using SupTickets.Training;

namespace SupTickets.Cli.Output;

/// <summary>Shows the events of a run: a line of figures for each step, and lines that stay for tickets.</summary>
/// <param name="view">Shows it.</param>
/// <param name="time">The clock, for the speed.</param>
/// <param name="explain">Called with the engine of each layer, and the reason.</param>
internal sealed class TrainingProgress(IProgressView view, TimeProvider time, Action<string> explain) : ITrainingObserver
{
    private readonly long started = time.GetTimestamp();
    private long first, total = 1, perEpoch = 1, firstTimestamp;
    private double? loss, accuracy;

    /// <summary>The steps of the run that are done, and of how many; zeros before it starts.</summary>
    public (long Done, long Total) Steps { get; private set; }

    public void On(TrainingEvent happened)
    {
        switch (happened)
        {
            case RunStarted start:
                Steps = (start.Step, start.TotalSteps);
                (first, total, perEpoch, firstTimestamp) = (start.Step, start.TotalSteps, start.StepsPerEpoch, time.GetTimestamp());
                Tell(start.Engines, "");
                view.Say(
                    start.Resumed ? $"going on at step {Figures.Count(start.Step)} of {Figures.Count(total)}"
                        : $"{Figures.Counted(total, "step")}, {Figures.Count(perEpoch)} an epoch");
                break;
            case EnginesChosen chosen:
                Tell(chosen.Engines, $" from step {Figures.Count(chosen.Step)} on");
                break;
            case StepFinished step:
                Steps = (step.Step, total);
                // The loss of one mini-batch varies; shown is a mean that forgets with a horizon of about fifty steps.
                loss = loss is { } before ? before + ((step.Loss - before) / 50) : step.Loss;
                view.Show((double)step.Step / total, Line(step));
                break;
            case Evaluated evaluated:
                accuracy = evaluated.Metrics.Top1;
                break;
            case TicketTaken ticket:
                view.Say($"ticket {ticket.Cycle}: accuracy {Figures.Percent(ticket.Metrics.Top1)}, "
                    + $"{Figures.Counted(ticket.Connections, "connection")}");
                break;
            case TicketSuperposed superposed:
                view.Say($"{superposed.Tickets} superposed: accuracy {Figures.Percent(superposed.Metrics.Top1)}, "
                    + $"{Figures.Counted(superposed.Connections, "connection")}");
                break;
            case ImagesChecked seen:
                string bad = seen.Bad == 0 ? "" : $", {Figures.Count(seen.Bad)} cannot be read";
                string far = $"{Figures.Count(seen.Done)} of {Figures.Count(seen.Total)}";
                view.Show((double)seen.Done / seen.Total, $"looking at images: {far}{bad}");
                break;
            case Warning warning:
                view.Say($"warning: {warning.Message}");
                break;
            case RunFinished finished:
                view.Show(1, $"done in {Figures.Duration(time.GetElapsedTime(started).TotalSeconds)}");
                break;
        }
    }

    private void Tell(NetworkEngines engines, string since)
    {
        view.Say($"engine {Engines.NameOf(engines.Engine)}: {engines.SparseLayers} of "
            + $"{Figures.Counted(engines.Layers.Count, "layer")} sparse{since}");
        foreach (LayerEngine layer in engines.Layers) explain(Line(layer));
    }

    private static string Line(LayerEngine layer)
    {
        string kernels = layer.Kernels is null ? "" : $" ({layer.Kernels})";
        return $"  {layer.Layer}: {Engines.NameOf(layer.Engine)}{kernels} at density {Figures.Ratio(layer.Density)}, "
            + $"expected {Figures.Short(1e3 * layer.DenseSeconds)} ms dense, {Figures.Short(1e3 * layer.SparseSeconds)} ms sparse";
    }

    private string Line(StepFinished step)
    {
        double seconds = Math.Max(time.GetElapsedTime(firstTimestamp).TotalSeconds, 1e-3);
        double rate = (step.Step - first) / seconds;
        string measured = accuracy is { } share ? $"  accuracy {Figures.Percent(share)}" : "";
        // A narrow terminal leaves out the last parts.
        return string.Create(
            CultureInfo.InvariantCulture,
            $"epoch {step.Epoch + 1}/{(total + perEpoch - 1) / perEpoch}  loss {loss:0.000}  "
            + $"{Figures.Duration((total - step.Step) / rate)} left{measured}  {rate:0.0} steps/s  lr {step.LearningRate:0.######}");
    }
}
