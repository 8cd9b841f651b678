using SupTickets.Experiments.Evaluation;
using SupTickets.Training;
using SupTickets.Values;

namespace SupTickets.Experiments.Runs;

/// <summary>Checks an event that was read from a file, events of training included: a log may be damaged, or written by hand.</summary>
internal static class RunEventCheck
{
    /// <summary>Checks that every field of the event is there and in its range.</summary>
    /// <exception cref="FormatException">A field is missing or out of range; the message names it.</exception>
    public static void Require(TrainingEvent happened)
    {
        EventCheck.Require(happened);
        switch (happened)
        {
            case RunStarted started:
                FieldCheck.Whole("stepsPerEpoch", started.StepsPerEpoch);
                FieldCheck.Whole("totalSteps", started.TotalSteps);
                Engines(started.Engines);
                break;
            case EnginesChosen chosen:
                Engines(chosen.Engines);
                break;
            case Evaluated measured:
                FieldCheck.Present("set", measured.Set);
                Figures("metrics", measured.Metrics);
                break;
            case TicketTaken ticket:
                FieldCheck.Whole("cycle", ticket.Cycle);
                FieldCheck.Whole("connections", ticket.Connections);
                Figures("metrics", ticket.Metrics);
                if (ticket.Recomputed is { } again) Figures("recomputed", again);
                break;
            case TicketSuperposed superposed:
                FieldCheck.Whole("tickets", superposed.Tickets, least: 1);
                FieldCheck.Whole("connectionsBeforePruning", superposed.ConnectionsBeforePruning);
                FieldCheck.Whole("connections", superposed.Connections);
                Figures("metrics", superposed.Metrics);
                if (superposed.Recomputed is { } recomputed) Figures("recomputed", recomputed);
                break;
            case RunFinished finished:
                FieldCheck.Number("seconds", finished.Seconds, 0, FieldCheck.LongestSeconds);
                break;
        }
    }

    /// <summary>Checks that figures are there and every number is in its range.</summary>
    /// <param name="name">What they are called, for messages.</param>
    /// <param name="metrics">The figures.</param>
    /// <exception cref="FormatException">They are missing, or a number is out of range; the message names it.</exception>
    public static void Figures(string name, Metrics? metrics)
    {
        FieldCheck.Present(name, metrics);
        FieldCheck.Number($"{name}.top1", metrics!.Top1, 0, 1);
        FieldCheck.Number($"{name}.top5", metrics.Top5, 0, 1);
        FieldCheck.Measured($"{name}.nll", metrics.Nll);
        FieldCheck.Measured($"{name}.ece", metrics.Ece, 1);
        FieldCheck.Whole($"{name}.samples", metrics.Samples, least: 1);
    }

    private static void Engines(NetworkEngines? engines)
    {
        FieldCheck.Present("engines", engines);
        FieldCheck.List("engines.layers", engines!.Layers);
        foreach (LayerEngine layer in engines.Layers)
        {
            FieldCheck.Present("engines.layers: layer", layer.Layer);
            FieldCheck.Number($"engines.layers: density of {layer.Layer}", layer.Density, 0, 1);
        }
    }
}
