using SupTickets.Cli.Output;
using SupTickets.Cli.Sweeps;
using SupTickets.Experiments.Sweeps;
using SupTickets.Networks;
using SupTickets.Tests.Cli.Commands;
using SupTickets.Tests.Storage;
using SupTickets.Tests.Sweeps;

namespace SupTickets.Tests.Cli.Sweeps;

[Collection(nameof(WholeRuns))]
public sealed class LocalSessionTests
{
    private const string Sweep = """
        {
          "name": "two",
          "recipe": {
            "engine": "sparse", "threads": 1, "data": { "trainSamples": 20, "testSamples": 10 },
            "model": { "name": "resnet20", "width": 0.25 }, "schedule": { "epochs": 2, "batch": 10 },
            "superpose": { "share": 0.5, "cycleEpochs": 1 }
          },
          "axes": [{ "topology.sparsity": [0.8] }],
          "seeds": [1, 2, 3]
        }
        """;

    /// <summary>How libtorch computes may change between two of its runs.</summary>
    [Fact]
    public void Each_run_has_the_costs_of_its_own_start_and_a_warning_is_given_once()
    {
        using TemporaryFolder scratch = new();
        SweepFolder folder = SweepFolder.Create(scratch["sweep"], SampleSweep.Parse(Sweep));
        List<string> said = [];
        int asked = 0;
        new LocalSession(folder, threads: 1, retryFailed: false, warn =>
        {
            warn(["these do not hold here"]);
            return EngineCosts.Committed with { WriteOut = ++asked };
        }).Run(new View(said), CancellationToken.None);
        IEnumerable<string> kept = folder.Sweep.Runs.Select(run => Path.Combine(folder.FolderOf(run), "engine-costs.json"));
        Assert.Equal([1, 2, 3], kept.Select(file => EngineCosts.FromJson(File.ReadAllText(file)).WriteOut));
        Assert.Equal(["warning: these do not hold here"], said);
    }

    private sealed class View(List<string> said) : IProgressView
    {
        public void Show(double share, string text)
        {
        }

        public void Say(string line) => said.Add(line);
    }
}
