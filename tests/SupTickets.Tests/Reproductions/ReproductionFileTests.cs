using SupTickets.Experiments.Reproductions;
using SupTickets.Values;

namespace SupTickets.Tests.Reproductions;

/// <summary>The files of reproductions, right and wrong.</summary>
public sealed class ReproductionFileTests
{
    [Fact]
    public void Common_parts_of_scales_are_weaker_than_a_files_own()
    {
        ScalePart own =
            new() { Like = ["tiny"], Seeds = [7], Reduced = ["more"], Set = new() { ["schedule.epochs"] = 9, ["threads"] = 2 } };
        ScalePart whole = own.Whole();
        Assert.Equal((9, 2, 48), (
            whole.Set["schedule.epochs"]!.GetValue<int>(), whole.Set["threads"]!.GetValue<int>(),
            whole.Set["data.trainSamples"]!.GetValue<int>()));
        Assert.Equal([7UL], whole.Seeds!);
        Assert.True(whole.Reduced.Count > 1);
        Assert.Equal("more", whole.Reduced[^1]);
        Assert.NotEmpty(whole.Why!);
        Assert.Contains(
            "hugely", Assert.Throws<UnknownNameException>(() => new ScalePart { Like = ["hugely"] }.Whole()).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "seeds")]
    [InlineData(
        """{"seeds":[1],"grids":[],"claims":[],"scales":{"paper":{"why":"x"},"small":{"why":"x"},"tiny":{"why":"x"}}}""",
        "neither a table nor a title")]
    [InlineData(
        """{"title":"t","seeds":[1],"grids":[],"claims":[],"scales":{"paper":{"why":"x"},"smal":{"why":"x"},"tiny":{"why":"x"}}}""",
        "scale 'smal'")]
    [InlineData(
        """{"title":"t","seeds":[1],"grids":[],"claims":[],"scales":{"paper":{"why":"x"},"small":{"why":"x"},"tiny":{}}}""",
        "scale 'tiny' does not say why")]
    [InlineData(
        """{"title":"t","seeds":[1],"grids":[],"claims":[],"scales":{"paper":{"why":"x"},"small":{"why":"x"},"tiny":{"like":["vast"]}}}""",
        "part of a scale 'vast'")]
    [InlineData(
        """
        {"table":1,"seeds":[1],"beside":[{"table":1,"row":"SET","ass":"x"}],"grids":[],"claims":[],
         "scales":{"paper":{"why":"x"},"small":{"why":"x"},"tiny":{"why":"x"}}}
        """, "ass")]
    [InlineData(
        """
        {"title":"t","blocks":[{"defaults":{},"columns":[],"rows":[],"lines":[]}],"seeds":[1],"grids":[],"claims":[],
         "scales":{"paper":{"why":"x"},"small":{"why":"x"},"tiny":{"why":"x"}}}
        """, "lines")]
    public void A_wrong_file_is_refused_by_what_is_wrong(string json, string expected) =>
        Assert.Contains(
            expected, Assert.Throws<InvalidDataException>(() => ReproductionFile.Parse("mine", json)).Message, StringComparison.Ordinal);

    // A block is done seed by seed; a run of two blocks belongs to the first.
    [Fact]
    public void A_scale_says_which_runs_there_are_and_in_which_order()
    {
        Reproduction table = ReproductionFile.Parse("mine", """
            {"title":"t","seeds":[1,2],"claims":[],
             "grids":[{"recipe":"cifar10-vgg16-rigl","axes":[[{"name":"a"},{"name":"b"}],[{"name":"x"},{"name":"y"}]]}],
             "scales":{"paper":{"why":"x"},"small":{"why":"x"},"tiny":{"why":"x"},
                       "narrow":{"why":"x","order":[{"only":["b"],"seeds":[3]},{"only":["y"]}]}}}
            """);
        Assert.Equal(
            ["b--x--3", "b--y--3", "a--y--1", "b--y--1", "a--y--2", "b--y--2"],
            table.SweepAt(table.Scale("narrow"), null, [], SupTickets.Experiments.Recipes.RecipeTables.Names).Runs.Select(run => run.Name));
        Assert.Equal(["paper", "narrow", "small", "tiny"], table.Scales.Select(scale => scale.Name));
        ReproductionScale none = table.Scale("narrow") with { Order = [new(["b", "z"])] };
        Assert.Contains("no run has b, z", Assert.Throws<InvalidDataException>(
            () => table.SweepAt(none, null, [], SupTickets.Experiments.Recipes.RecipeTables.Names)).Message, StringComparison.Ordinal);
    }
}
