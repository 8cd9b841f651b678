using System.Globalization;
using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Reports;
using SupTickets.Experiments.Runs;

namespace SupTickets.Tests.Reports;

public sealed class PaperComparisonTests
{
    private static readonly Recipe Preset = RecipeJson.Read(Presets.Json("cifar100-vgg16-rigl"));

    [Fact]
    public void A_run_of_the_paper_stands_beside_every_table_that_has_it()
    {
        Assert.Equal(
            [
                "1 dense network 73.61 ± 0.45: ",
                "1 the method alone 70.65 ± 0.16: ",
                "1 superposed 71.31 ± 0.21: 0.75",
                "8 superposed, superpose.highRate=0.005 71.19: 0.75",
                "10 superposed, schedule.epochs=250 71.47 ± 0.29: 0.75",
                "15 superposed, statistics recomputed 71.36 ± 0.16: 0.76",
                "17 prediction ensemble 71.8 ± 0.24: 0.77",
                "20 superposed 71.41 ± 0.29: 0.75",
            ],
            Rows(Preset));

        // What Tables 5 and 7 vary stands in them once more at its standard setting.
        static string[] Rows(Recipe recipe) =>
            [.. Compare(recipe).Where(row => row.Paper.Table is not (5 or 7)).Select(Text).OrderBy(text => int.Parse(text.Split(' ')[0]))];
    }

    [Fact]
    public void Another_setting_is_compared_with_its_own_row()
    {
        Recipe four = Preset with { Superpose = Preset.Superpose with { CycleEpochs = 4 } };
        Assert.Contains("5 superposed, superpose.cycleEpochs=4 71.42 ± 0.19: 0.75", Compare(four).Select(Text));
        Recipe fge = Preset with { Superpose = Preset.Superpose with { Rate = "fge" } };
        Assert.Contains("7 superposed, superpose.rate=fge 70.66 ± 0.25: 0.75", Compare(fge).Select(Text));
        Recipe longer = Preset with { Schedule = Preset.Schedule with { Epochs = 274 } };
        PaperComparison row = Compare(longer).Single(row => row.Paper.Table == 10);
        Assert.Equal((71.79, 274), (row.Paper.Mean, row.PaperEpochs));
    }

    [Fact]
    public void A_network_or_data_that_the_paper_does_not_have_is_compared_with_nothing()
    {
        Assert.Empty(Compare(Preset with { Model = Preset.Model with { Width = 0.5 } }));
        Assert.Empty(PaperComparison.Of(RunExample.Recipe, RunExample.Summary));
        Recipe sparser = Preset with { Topology = Preset.Topology with { Sparsity = 0.98 } };
        Assert.Equal(["dense network"], Compare(sparser).Select(row => row.What));
    }

    [Fact]
    public void Without_a_cyclic_phase_the_network_stands_beside_the_method_alone()
    {
        RunSummary summary = Summary(Preset) with { Superposed = null, Network = RunExample.Metrics(0.7), Ensemble = null };
        Assert.Equal(
            ["1 the method alone 70.65 ± 0.16: 0.7"], PaperComparison.Of(Preset, summary).Where(row => row.Ours is not null).Select(Text));
    }

    private static IReadOnlyList<PaperComparison> Compare(Recipe recipe) => PaperComparison.Of(recipe, Summary(recipe));

    private static RunSummary Summary(Recipe recipe) =>
        RunExample.Record.Summary! with { Model = recipe.Model.Name, Data = recipe.Data.Name, Method = recipe.Method.Name };

    private static string Text(PaperComparison row) => string.Create(
        CultureInfo.InvariantCulture,
        $"{row.Paper.Table} {row.What} "
        + $"{row.Paper.Mean}{(row.Paper.Deviation is { } deviation ? FormattableString.Invariant($" ± {deviation:0.00}") : "")}: "
        + $"{row.Ours?.Top1}");
}
