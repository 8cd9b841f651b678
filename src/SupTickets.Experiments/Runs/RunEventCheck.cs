using SupTickets.Experiments.Evaluation;
using SupTickets.Training;
using SupTickets.Values;

namespace SupTickets.Experiments.Runs;

/// <summary>
/// Asks whether an event that was read from a file can have happened, those of training alone included: a log may be damaged, or written by
/// hand.
/// </summary>
internal static class RunEventCheck
{
    /// <summary>Passes an event whose every field is there and in its range.</summary>
    /// <exception cref="FormatException">A field is missing or out of range; the message names it.</exception>
    public static void Require(TrainingEvent happened)
    {
        EventCheck.Require(happened);
        switch (happened)
        {
            case RunStarted started:
                Sound.Whole("stepsPerEpoch", started.StepsPerEpoch);
                Sound.Whole("totalSteps", started.TotalSteps);
                Engines(started.Engines);
                break;
            case EnginesChosen chosen:
                Engines(chosen.Engines);
                break;
            case Evaluated measured:
                Sound.Present("set", measured.Set);
                Figures("metrics", measured.Metrics);
                break;
            case TicketTaken ticket:
                Sound.Whole("cycle", ticket.Cycle);
                Sound.Whole("connections", ticket.Connections);
                Figures("metrics", ticket.Metrics);
                break;
            case TicketSuperposed superposed:
                Sound.Whole("tickets", superposed.Tickets, least: 1);
                Sound.Whole("connectionsBeforePruning", superposed.ConnectionsBeforePruning);
                Sound.Whole("connections", superposed.Connections);
                Figures("metrics", superposed.Metrics);
                if (superposed.Recomputed is { } recomputed) Figures("recomputed", recomputed);
                break;
            case RunFinished finished:
                Sound.Number("seconds", finished.Seconds, 0, Sound.LongestSeconds);
                break;
        }
    }

    /// <summary>Passes figures whose every number is in its range.</summary>
    /// <param name="name">What they are called, for messages.</param>
    /// <param name="metrics">The figures.</param>
    /// <exception cref="FormatException">They are missing, or a number is out of range; the message names it.</exception>
    public static void Figures(string name, Metrics? metrics)
    {
        Sound.Present(name, metrics);
        Sound.Number($"{name}.top1", metrics!.Top1, 0, 1);
        Sound.Number($"{name}.top5", metrics.Top5, 0, 1);
        Sound.Measured($"{name}.nll", metrics.Nll);
        Sound.Measured($"{name}.ece", metrics.Ece, 1);
        Sound.Whole($"{name}.samples", metrics.Samples, least: 1);
    }

    private static void Engines(NetworkEngines? engines)
    {
        Sound.Present("engines", engines);
        Sound.Present("engines.engine", engines!.Engine);
        Sound.Present("engines.network", engines.Network);
        Sound.List("engines.layers", engines.Layers);
        foreach (LayerEngine layer in engines.Layers)
        {
            Sound.Present("engines.layers: layer", layer.Layer);
            Sound.Present("engines.layers: engine", layer.Engine);
            Sound.Number($"engines.layers: density of {layer.Layer}", layer.Density, 0, 1);
        }
    }
}
