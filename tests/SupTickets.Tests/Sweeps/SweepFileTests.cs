using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Sweeps;
using SupTickets.Tests.Storage;

namespace SupTickets.Tests.Sweeps;

public sealed class SweepFileTests
{
    [Fact]
    public void The_grid_is_the_product_of_axes_and_seeds_with_seeds_changing_fastest()
    {
        Sweep sweep = SampleSweep.Parse(SampleSweep.Grid);
        Assert.Equal("grid", sweep.Name);
        Assert.Equal(
            [
                "rigl--0.9--41", "rigl--0.9--7", "rigl--0.95--41", "rigl--0.95--7", "rand--0.9--41", "rand--0.9--7", "rand--0.95--41",
                "rand--0.95--7"],
            sweep.Runs.Select(run => run.Name));
        Assert.Equal(Enumerable.Range(0, 8), sweep.Runs.Select(run => run.Index));
        SweepRun last = sweep.Runs[7];
        Assert.Equal(["rand", "0.95"], last.Cell);
        Assert.Equal((7UL, "rand--0.95"), (last.Seed, last.Group));
    }

    [Fact]
    public void A_recipe_is_changed_by_the_sweep_then_by_its_axes()
    {
        Sweep sweep = SampleSweep.Parse(
            SampleSweep.Grid, new RecipeEdit("schedule.batch", "6"), new RecipeEdit("topology.sparsity", "0.5"));
        Recipe recipe = sweep["rand--0.95--7"].Recipe;
        Assert.Equal("rand--0.95--7", recipe.Name);
        Assert.Equal(7UL, recipe.Seed);
        Assert.Equal("set", recipe.Method.Name);
        Assert.Equal(0.95, recipe.Topology.Sparsity);
        Assert.Equal((9, 6), (recipe.Schedule.Epochs, recipe.Schedule.Batch));
        Assert.Equal(50, recipe.Data.TrainSamples);
        Assert.Equal((7, 5), (
            SampleSweep.Parse(SampleSweep.Grid)["rigl--0.9--41"].Recipe.Schedule.Epochs,
            SampleSweep.Parse(SampleSweep.Grid)["rigl--0.9--41"].Recipe.Schedule.Batch));
    }

    [Fact]
    public void Without_axes_runs_are_named_after_the_sweep() =>
        Assert.Equal(["s--1", "s--2"], SampleSweep.Parse("""{ "seeds": [1, 2] }""").Runs.Select(run => run.Name));

    [Fact]
    public void Names_of_short_values_are_made_from_their_text()
    {
        const string Axes = """[{ "data.augment": [true] }, { "schedule.milestones": [[0.5, 0.75]] }, { "data.trainSamples": [null] }, """
            + """{ "method.drop": ["sign-aware"] }]""";
        Assert.Equal(
            "true--0.5-0.75--null--sign-aware--1", SampleSweep.Parse($$"""{ "axes": {{Axes}}, "seeds": [1] }""").Runs.Single().Name);
    }

    [Fact]
    public void A_recipe_may_be_a_preset_or_a_file_beside_the_sweep_and_a_value_may_replace_it()
    {
        using TemporaryFolder scratch = new();
        File.WriteAllText(scratch["own.json"], """{ "schedule": { "epochs": 3 } }""");
        File.WriteAllText(
            scratch["s.json"],
            """{ "recipe": "own.json", "axes": [[{ "name": "own" }, { "name": "demo", "recipe": "demo" }]], "seeds": [1] }""");
        Sweep sweep = SweepFile.Read(scratch["s.json"], [], RecipeTables.Names);
        Assert.Equal([3, Presets.Read("demo").Schedule.Epochs], sweep.Runs.Select(run => run.Recipe.Schedule.Epochs));
    }

    [Fact]
    public void Recipes_in_and_beside_a_sweep_may_extend_a_preset()
    {
        using TemporaryFolder scratch = new();
        File.WriteAllText(scratch["own.json"], """{ "extends": "demo", "schedule": { "batch": 5 } }""");
        File.WriteAllText(scratch["s.json"], """
            {
              "recipe": { "extends": "demo", "schedule": { "batch": 3 } },
              "axes": [[{ "name": "in" }, { "name": "beside", "recipe": "own.json" }]],
              "seeds": [1]
            }
            """);
        Sweep sweep = SweepFile.Read(scratch["s.json"], [], RecipeTables.Names);
        Assert.Equal([("resnet20", 3), ("resnet20", 5)], sweep.Runs.Select(run => (run.Recipe.Model.Name, run.Recipe.Schedule.Batch)));
    }

    [Fact]
    public void A_value_may_need_the_run_of_another_in_the_same_cell_and_with_the_same_seed()
    {
        Sweep sweep = SampleSweep.Parse("""
            {
              "axes": [
                [
                  { "name": "student", "needs": "teacher", "set": { "data.name": "imagefolder", "data.folder": "/x/{needs}/y" } },
                  { "name": "teacher" }
                ],
                { "topology.sparsity": [0.9, 0.95] }
              ],
              "seeds": [1, 2]
            }
            """);
        Assert.All(sweep.Runs, run => Assert.Equal(run.Cell[0] == "student" ? [$"teacher--{run.Cell[1]}--{run.Seed}"] : [], run.Needs));
        Assert.Equal("/x/{sweep}/runs/teacher--0.95--2/y", sweep["student--0.95--2"].Recipe.Data.Folder);
    }

    [Theory]
    [InlineData("""{ "seeds": [1], "axis": [] }""", "axis: got []; allowed: the keys name, recipe, set, axes, seeds; did you mean 'axes'?")]
    [InlineData("""[]""", "the sweep: got []; allowed: an object with the keys name, recipe, set, axes, seeds")]
    [InlineData("""{ "seeds": [1], """, "text that is not JSON at line 1, column")]
    [InlineData("""{ "name": "a--b", "seeds": [1] }""", "name: got \"a--b\"; allowed: letters, digits and")]
    [InlineData("""{ "name": "../up", "seeds": [1] }""", "name: got \"../up\"; allowed: letters, digits and")]
    [InlineData("""{ }""", "seeds: got nothing; allowed: a list of at least one whole number, each once")]
    [InlineData("""{ "seeds": [1, 1] }""", "seeds: got 1; allowed: a list of at least one whole number, each once")]
    [InlineData("""{ "seeds": [-1] }""", "seeds: got -1; allowed: a list of at least one whole number, each once")]
    [InlineData("""{ "seeds": [1], "recipe": "demmo" }""", "recipe: got \"demmo\"; allowed: a preset, the path of a recipe, from the "
        + "folder of this file, or a recipe as an object; did you mean 'demo'?")]
    [InlineData("""{ "seeds": [1], "set": [] }""", "set: got []; allowed: an object of changes")]
    [InlineData("""{ "seeds": [1], "set": { "threads": 1, "threads": 2 } }""", "set.threads: got 2 values; allowed: every key once")]
    [InlineData("""{ "seeds": [1], "axes": {} }""", "axes: got {}; allowed: a list of axes")]
    [InlineData("""{ "seeds": [1], "axes": [[]] }""", "axes[0]: got []; allowed: a list of values")]
    [InlineData(
        """{ "seeds": [1], "axes": [{ "a": [1], "b": [2] }] }""", "axes[0]: got { \"a\": [1], \"b\": [2] }; allowed: a list of values")]
    [InlineData("""{ "seeds": [1], "axes": [[{ "set": {} }]] }""", "axes[0][0].name: got nothing; allowed: letters")]
    [InlineData("""{ "seeds": [1], "axes": [[7]] }""", "axes[0][0]: got 7; allowed: an object with the keys name, recipe, set, needs")]
    [InlineData(
        """{ "seeds": [1], "axes": [[{ "name": "a" }, { "name": "A" }]] }""",
        "axes[0]: got 2 values named 'a'; allowed: a name of its own")]
    [InlineData(
        """{ "seeds": [1], "axes": [{ "topology.sparsity": [0.9, 0.9] }] }""",
        "axes[0]: got 2 values named '0.9'; allowed: a name of its own")]
    [InlineData(
        """{ "seeds": [1], "axes": [[{ "name": "a", "needs": "b" }]] }""",
        "axes[0]: got 'a' that needs 'b'; allowed: another value of the same axis")]
    [InlineData(
        """{ "seeds": [1], "axes": [[{ "name": "a", "needs": "a" }]] }""", "axes[0]: got 'a' that needs 'a'; allowed: another value")]
    [InlineData(
        """{ "seeds": [1], "axes": [[{ "name": "a", "set": { "data.folder": "{needs}" } }]] }""",
        "axes[0][0].set.data.folder: got \"{needs}\"; allowed: {needs} where the value has 'needs'")]
    [InlineData(
        """{ "seeds": [1], "axes": [{ "seed": [1, 2] }] }""",
        "axes[0]: got the key seed; allowed: any other key: the seed of each run comes from seeds")]
    [InlineData(
        """{ "seeds": [1], "set": { "seed": 2 } }""",
        "set: got the key seed; allowed: any other key: the seed of each run comes from seeds")]
    [InlineData(
        """{ "seeds": [1], "axes": [[{ "name": "a", "set": { "name": "x" } }]] }""", "axes[0]: got the key name; allowed: any other key")]
    [InlineData(
        """{ "seeds": [1], "axes": [{ "threads": [1, 2] }, { "threads": [3] }] }""",
        "axes[1]: got the key threads; allowed: a key that no other axis changes; axes[0] does")]
    [InlineData(
        """{ "seeds": [1], "axes": [{ "method.name": ["rigl", "set"] }, [{ "name": "a", "set": { "method": {} } }]] }""",
        "axes[1]: got the key method; allowed: a key that no other axis changes")]
    [InlineData(
        """{ "seeds": [1], "axes": [{ "topology.sparsity": [0.9, 0.90] }] }""",
        "axes[0]: got the same value 2 times: 0.9 and 0.90; allowed: every value once")]
    [InlineData(
        """{ "seeds": [1], "axes": [{ "threads": [1, 2, 1.0, 0.1e1] }] }""",
        "axes[0]: got the same value 3 times: 1 and 1.0 and 0.1e1; allowed: every value once")]
    [InlineData(
        """{ "seeds": [99999999999999999999] }""",
        "seeds: got 99999999999999999999; allowed: a list of at least one whole number, each once and from 0 to 18446744073709551615")]
    [InlineData("""{ "seeds": [1], "": 2 }""", "\"\": got 2; allowed: the keys name, recipe")]
    public void A_wrong_form_names_place_value_and_what_is_allowed(string json, string message) =>
        Assert.StartsWith(
            "s.json: " + message, Assert.Throws<SweepException>(() => SampleSweep.Parse(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void Two_values_that_need_each_other_are_refused() =>
        Assert.Equal(2, Assert.Throws<SweepException>(() => SampleSweep.Parse("""{ "seeds": [1], "axes": """
            + """[[{ "name": "a", "needs": "b" }, { "name": "b", "needs": "a" }]] }""")).Errors.Count);

    [Fact]
    public void Errors_of_all_recipes_are_reported_together_each_once()
    {
        var error = Assert.Throws<SweepException>(() => SampleSweep.Parse("""
            {
              "set": { "schedule.epoch": 3 },
              "axes": [{ "topology.sparsity": [0.9, 2] }, [{ "name": "good" }, { "name": "bad", "set": { "method.name": "rigel" } }]],
              "seeds": [1, 2]
            }
            """));
        Assert.Collection(
            error.Errors.Order(StringComparer.Ordinal),
            line => Assert.Matches(@"^method\.name: got ""rigel"".*\(0\.9--bad--1, 0\.9--bad--2, 2--bad--1 and 1 more\)$", line),
            line => Assert.Matches(@"^schedule\.epoch: got 3.*\(every run\)$", line),
            line => Assert.Matches(@"^topology\.sparsity: got 2;.*\(2--good--1, 2--good--2, 2--bad--1 and 1 more\)$", line));
    }

    [Fact]
    public void Only_one_axis_may_replace_the_recipe() =>
        Assert.Equal(
            "recipe: got one from several axes; allowed: at most one axis that replaces the recipe (every run)",
            Assert.Single(Assert.Throws<SweepException>(() => SampleSweep.Parse("""{ "seeds": [1], "axes": """
                + """[[{ "name": "a", "recipe": "demo" }], [{ "name": "b", "recipe": {} }]] }""")).Errors));

    [Fact]
    public void Names_that_no_folder_can_have_are_refused_with_their_length()
    {
        string Refusal(string json) => Assert.Throws<SweepException>(() => SampleSweep.Parse(json)).Message;
        string Axis(int letters) => $$"""[{ "name": "{{new string('a', letters)}}" }]""";
        Assert.Contains(
            "axes[0]: got 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…' of 300 letters; allowed: a value whose name has at most 200 letters",
            Refusal($$"""{ "axes": [{{Axis(300)}}], "seeds": [1] }"""), StringComparison.Ordinal);
        Assert.Contains(
            "of 203 letters; allowed: names of values that come to at most 200 letters",
            Refusal($$"""{ "axes": [{{Axis(98)}}, {{Axis(100)}}], "seeds": [1] }"""), StringComparison.Ordinal);
        Assert.Contains(
            "name: got 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…' of 300 letters",
            Refusal($$"""{ "name": "{{new string('a', 300)}}", "seeds": [1] }"""), StringComparison.Ordinal);
        Assert.Equal(200, SampleSweep.Parse($$"""{ "axes": [{{Axis(95)}}, {{Axis(100)}}], "seeds": [1] }""").Runs[0].Name.Length);
    }

    [Fact]
    public void A_grid_of_too_many_runs_is_refused_before_it_is_written_out()
    {
        string list = string.Join(',', Enumerable.Range(1, 3000)), third = string.Join(',', Enumerable.Range(1, 4));
        string sweep = $$"""{ "axes": [{ "schedule.batch": [{{list}}] }, { "threads": [{{third}}] }], "seeds": [1] }""";
        string message = Assert.Throws<SweepException>(() => SampleSweep.Parse(sweep)).Message;
        Assert.Equal("s.json: axes: got 12000 runs, the product of all axes and seeds; allowed: at most 10000 (SUPTICKETS_MAX_SWEEP_RUNS "
            + "sets another limit)", message);
    }

    [Theory]
    [InlineData("data.trainSamples", "at most 600000")]
    [InlineData("data.testSamples", "at most the 600000")]
    public void More_samples_than_can_be_generated_are_refused_by_their_key(string key, string allowed) => Assert.StartsWith(
        $"s.json: {key}: got 2000000000; allowed: {allowed}",
        Assert.Throws<SweepException>(() => SampleSweep.Parse($$"""{ "set": { "{{key}}": 2000000000 }, "seeds": [1] }""")).Message,
        StringComparison.Ordinal);
}
