using SupTickets.Experiments;
using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Runs;
using SupTickets.Tests.Contracts;
using SupTickets.Tests.Storage;

namespace SupTickets.Tests;

/// <summary>Averages of the tickets that a run has kept, against runs that average so themselves.</summary>
public sealed class RunMeasurementsTests
{
    // The averaging touches nothing that trains: runs that differ in it alone have the same tickets.
    [Theory]
    [InlineData("cia", 0)]
    [InlineData("caa", 0)]
    [InlineData("cima", 0.8)]
    [InlineData("cima", 0.1)]
    public void Tickets_averaged_afterwards_are_what_a_run_that_averages_so_gives(string averaging, double beta)
    {
        using TemporaryFolder folder = new();
        Experiment.Train(Recipe("cia", 0), folder["cia"], [], CancellationToken.None);
        RunSummary other = Experiment.Train(Recipe(averaging, beta), folder["other"], [], CancellationToken.None);
        Assert.Equal(other.Superposed!.Metrics, RunMeasurements.Measure(folder["cia"], averaging, beta, CancellationToken.None));
    }

    [Fact]
    public void What_was_measured_is_kept()
    {
        using TemporaryFolder folder = new();
        Experiment.Train(Recipe("cia", 0), folder["run"], [], CancellationToken.None);
        var first = new RunMeasurements(folder["measurements.json"], CancellationToken.None).Averaged(folder["run"], "cima", 0.5);
        Directory.Delete(folder["run"], recursive: true);
        RunMeasurements again = new(folder["measurements.json"], CancellationToken.None);
        Assert.Equal(first, again.Averaged(folder["run"], "cima", 0.5));
        Assert.Throws<RunFolderException>(() => again.Averaged(folder["run"], "cima", 0.4));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{\"run cia\": 3}")]
    public void A_damaged_file_is_named(string text)
    {
        using TemporaryFolder folder = new();
        string file = folder["measurements.json"];
        File.WriteAllText(file, text);
        InvalidDataException refused = Assert.Throws<InvalidDataException>(
            () => new RunMeasurements(file, CancellationToken.None).Averaged(folder["run"], "cia", 0));
        Assert.StartsWith($"{file}: ", refused.Message, StringComparison.Ordinal);
    }

    private static Recipe Recipe(string averaging, double beta) => MethodRun.Recipe with
    {
        Model = new() { Name = "resnet20", Width = 0.25 },
        Superpose = MethodRun.Recipe.Superpose with { Averaging = averaging, Beta = beta },
    };
}
