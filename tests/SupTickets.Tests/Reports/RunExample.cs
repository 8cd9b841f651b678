using SupTickets.Experiments.Data;
using SupTickets.Experiments.Evaluation;
using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Runs;
using SupTickets.Layers;
using SupTickets.Topology;
using SupTickets.Training;

namespace SupTickets.Tests.Reports;

/// <summary>A run of four epochs with two tickets, as its events and its summary tell it.</summary>
internal static class RunExample
{
    public static DataFingerprint Data { get; } = new(10, 0, 5, ["a", "b"], new('0', 64));

    /// <summary>A folder of a run, with nothing in it.</summary>
    public static RunFolder Folder(string path) => RunFolder.At(Directory.CreateDirectory(path).FullName);

    public static Recipe Recipe { get; } = new()
    {
        Name = "a <b> & \"c\"",
        Schedule = new() { Epochs = 4 },
        Superpose = new() { Share = 0.5, CycleEpochs = 1 },
    };

    public static IReadOnlyList<TrainingEvent> Events { get; } = [.. Start(), .. Cycles(), new RunFinished(40, 125)];

    public static IReadOnlyList<TrainingEvent> CancelledEvents { get; } = [.. Start()];

    /// <summary>Cancelled in the second cycle.</summary>
    public static IReadOnlyList<TrainingEvent> CancelledInCycleEvents { get; } = [
        .. Start(), .. Cycles().Take(3), new StepFinished(35, 3, 0.1, 0.005)];

    /// <summary>The run with all that may be measured.</summary>
    public static RunRecord Record => new(Recipe, Summary with
    {
        Ensemble = new(2, Metrics(0.77)),
        Diversity = new(0.125, 0.25),
        Reliability = [new(0, 0, 0), new(400, 0.45, 0.5), new(600, 0.9, 0.8)],
    }, new([
        Started(0, new(2026, 3, 1, 22, 59, 30, TimeSpan.Zero), Machine(2)), .. Events.Skip(1).SkipLast(1), Started(
            20, new(2026, 3, 2, 0, 10, 0, TimeSpan.Zero), Machine(3)),
        new RunFinished(40, 125) { At = new(2026, 3, 2, 1, 30, 59, TimeSpan.Zero) },
    ]))
    {
        Overlaps = [new(1, 2, 0.6, 0.75, [])],
    };

    public static RunSummary Summary { get; } = RunSummary.Of(
        Recipe,
        new(
            new(
                [new("conv.weight", new(4, 5), Connectivity.Of([1, 2, 3], 20), [1, 2, 3]), new(
                    "fc.weight", new(2, 10), Connectivity.Of([0], 20), [1])],
                []),
            2,
            Events,
            40,
            125,
            30,
            120,
            0.15)
        {
            Ensemble = new(2, Metrics(0.77), new(0.03, 0.2)),
            Reliability = [new(40, 0.4, 0.5), new(60, 0.9, 0.85)],
        },
        new(12, 48, 48));

    public static Machine Machine(int model) => new()
    {
        Processor = $"Some CPU {model}",
        Cores = model == 2 ? 2 : 8,
        Threads = model == 2 ? 1 : 4,
        VectorBits = model == 2 ? 256 : 512,
        System = "Some Linux, X64",
        Runtime = ".NET 10.0.1",
        Version = "1.2.3+abcdef",
        Torch = "2.10.0",
    };

    public static Metrics Metrics(double top1) => new(top1, 0.99, 0.5, 0.03, 1000);

    private static RunStarted Started(long step, DateTimeOffset? at, Machine? machine) =>
        new(step, 40, 10, step > 0, new NetworkEngines(
            Engine.Auto, Engine.Sparse, [new("conv", 0.15, Engine.Sparse, 2, 1), new("fc", 0.05, Engine.Dense, 1, 2)]))
        {
            At = at,
            Machine = machine,
        };

    private static IEnumerable<TrainingEvent> Start()
    {
        yield return Started(0, null, null);
        yield return new TopologyUpdated(0, "initial", 36, 0, 4, [3, 1], 0.1);
        for (int step = 1; step <= 20; step++)
        {
            yield return new StepFinished(step, (step - 1) / 10, 2.0 / step, step < 10 ? 0.1 : 0.01);
            if (step % 10 == 0) yield return new EpochFinished(step, step / 10 - 1, 0.5, step);
            if (step % 10 == 0) yield return new Evaluated(step, "test", Metrics((40 + step) / 100.0));
            if (step == 15) yield return new TopologyUpdated(step, "update", 2, 2, 4, [3, 1], 0.15);
        }
    }

    private static IEnumerable<TrainingEvent> Cycles()
    {
        yield return new TicketTaken(30, 1, 4, Metrics(0.7));
        yield return new TicketSuperposed(30, 1, 4, 4, Metrics(0.7), Metrics(0.71));
        yield return new CheckpointWritten(30);
        yield return new TicketTaken(40, 2, 4, Metrics(0.72));
        yield return new TicketSuperposed(40, 2, 6, 4, Metrics(0.75), Metrics(0.76));
    }
}
