using SupTickets.Allocation;
using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Runs;
using SupTickets.Networks;
using SupTickets.Tests.Training;
using SupTickets.Tickets;
using SupTickets.Training;

namespace SupTickets.Tests.Contracts;

/// <summary>What every option of a recipe by name promises. An audit failure anywhere ends the run, and so the test.</summary>
public sealed class OptionContractTests
{
    public static TheoryData<string, string, string> Criteria { get; } = new(
        from method in new[] { "rigl", "static", "granet" }
        from drop in SupTickets.Methods.Criteria.Drop
        from grow in SupTickets.Methods.Criteria.Grow
        select (method, drop.Name, grow.Name));

    public static TheoryData<string, string> Averagings { get; } = new(
        from rule in AveragingRules.All from pruning in StatePruning.All select (rule.Name, pruning.Name));

    public static TheoryData<string> Rates => [.. CycleRate.All.Select(rate => rate.Name)];

    public static TheoryData<string> DropSchedules => [.. MethodRecipe.DropSchedules];

    public static TheoryData<string> ExplorationTimes => [.. ExplorationTime.All.Select(time => time.Name)];

    public static TheoryData<string> SparseOnes =>
        [.. SparseMethods.All.Select(method => method.Name).Where(name => !MethodRun.IsDense(name))];

    public static TheoryData<string> AllocationRules => [.. Allocations.All.Names];

    [Theory]
    [MemberData(nameof(Criteria))]
    public void Every_pair_of_drop_and_growth_replaces_as_many_as_it_drops(string method, string drop, string grow)
    {
        using MethodRun run = Run(recipe => recipe with { Method = recipe.Method with { Name = method, Drop = drop, Grow = grow } });
        TrainingResult result = run.Train();
        TopologyUpdated[] replacing = [.. run.Changes("exploration").Concat(
            run.Changes("update").Where(change => change.Step < 12 && (method != "granet" || change.Step > 8)))];
        Assert.Equal(method == "rigl" ? 7 : method == "granet" ? 3 : 2, replacing.Length);
        Assert.All(replacing, change => Assert.True(change.Grown > 0 && change.Dropped == change.Grown));
        Assert.All(replacing, change => Assert.Equal(Budget(run), change.Connections));
        Assert.Equal(Budget(run), result.Final.Connections);
        Assert.All(run.Network.Layers, layer => Assert.Equal(grow == "momentum", layer.Weight.DenseMomentum is not null));
    }

    // Of those dropped some may come back, and none but those leave.
    [Theory]
    [MemberData(nameof(DropSchedules))]
    public void A_falling_drop_fraction_replaces_fewer_and_fewer(string schedule)
    {
        using MethodRun run = Run(recipe => recipe with
        {
            Method = recipe.Method with { Name = "set", DropSchedule = schedule },
            Superpose = recipe.Superpose with { Explore = "never" },
        });
        run.Train();
        double[] bounds = [
            .. run.Changes("update").Select(change => change.Layers.Sum(count => Math.Ceiling(Fraction(change.Step) * count)))];
        Assert.All(run.Changes("update").Zip(bounds), pair => Assert.InRange(pair.First.Dropped, pair.Second / 2, pair.Second));
        if (schedule != "constant") Assert.True(bounds[^1] < bounds[0]);

        double Fraction(long step) => schedule switch
        {
            "linear" => 0.5 * (1 - step / 24.0),
            "cosine" => 0.005 + 0.495 / 2 * (1 + Math.Cos(Math.PI * step / 24)),
            "cosine-to-stop" => 0.5 / 2 * (1 + Math.Cos(Math.PI * step / 12)),
            "constant" => 0.5,
            _ => throw new NotSupportedException($"what is the fraction of {schedule}?"),
        };
    }

    [Theory]
    [InlineData("rigl")]
    [InlineData("static")]
    [InlineData("granet")]
    public void Counts_drawn_by_bernoulli_persist_and_the_superposed_ticket_never_exceeds_the_budget(string method)
    {
        using MethodRun run = Run(recipe =>
            recipe with { Method = recipe.Method with { Name = method }, Topology = recipe.Topology with { Counts = "bernoulli" } });
        IReadOnlyList<long> drawn = run.Changes("initial").Single().Layers;
        TrainingResult result = run.Train();
        if (method != "granet") Assert.All(run.Events.OfType<TopologyUpdated>(), change => Assert.Equal(drawn, change.Layers));
        Assert.All(run.Events.OfType<TicketSuperposed>().Skip(1), superposed => Assert.Equal(Budget(run), superposed.Connections));
        Assert.Equal(Budget(run), result.Final.Connections);
    }

    [Theory]
    [MemberData(nameof(ExplorationTimes))]
    public void Connections_are_explored_when_the_recipe_says(string explore)
    {
        long[] steps = explore switch
        {
            "cycle-start" => [12, 18],
            "cycle-end" => [18],
            "never" => [],
            _ =>
            throw new NotSupportedException($"when is {explore}?")
        };
        using MethodRun run = Run(recipe => recipe with { Superpose = recipe.Superpose with { Explore = explore } });
        TrainingResult result = run.Train();
        Assert.Equal(steps, run.Changes("exploration").Select(change => change.Step));
        bool shared = run.Tickets[1].Layers.Zip(run.Tickets[2].Layers).All(
            pair => pair.First.Connectivity.SameAs(pair.Second.Connectivity));
        Assert.Equal(explore == "never", shared);
        Assert.Equal(explore == "never", run.Events.OfType<TicketSuperposed>().Last().ConnectionsBeforePruning == Budget(run));
        Assert.Equal(Budget(run), result.Final.Connections);
    }

    // What each exploration dropped and grew, seen from the values before it: the momentum of the dense gradient exists only where it is
    // asked for.
    [Theory]
    [InlineData("cycle-start", 0)]
    [InlineData("cycle-end", 1)]
    public void Each_exploration_has_the_criteria_of_the_ticket_it_leads_to(string explore, int first)
    {
        ExploreCriteriaRecipe[] criteria = [new() { Drop = "high-magnitude", Grow = "gradient" }, new() { Grow = "random" }];
        using MethodRun run = Run(
            recipe => recipe with { Superpose = recipe.Superpose with { Explore = explore, ExploreCriteria = criteria } });
        List<float[][]> before = [];
        List<bool> droppedLargest = [];
        run.Watch = happened =>
        {
            if (happened is StepFinished) before = [.. run.Network.Layers.Select(
                layer => new[] { layer.Weight.ValuesOnHost(), [.. layer.Weight.Connectivity.Positions.ToArray().Select(position =>
                    (float)position)] })];
            if (happened is not TopologyUpdated { Reason: "exploration" }) return;
            (float Gone, float All)[] means = [
                .. run.Network.Layers.Zip(before, (layer, values) => (MeanOfGone(layer, values), values[0].Average(MathF.Abs)))
                    .Where(mean => mean.Item1 >= 0)];
            Assert.NotEmpty(means);
            droppedLargest.Add(means.All(mean => mean.Gone > mean.All));
        };
        run.Train();
        Assert.Equal(new[] { true, false }[first..], droppedLargest);
        Assert.All(run.Changes("exploration"), change => Assert.Equal(Budget(run), change.Connections));

        static float MeanOfGone(SparseLayer layer, float[][] values)
        {
            HashSet<float> there = [.. layer.Weight.Connectivity.Positions.ToArray().Select(position => (float)position)];
            return values[0].Where((_, index) => !there.Contains(values[1][index])).Select(MathF.Abs).DefaultIfEmpty(-1).Average();
        }
    }

    // RigL asks for a dense gradient at each; the criteria of one exploration change what that one costs.
    [Fact]
    public void Only_explorations_by_gradient_pay_for_a_dense_gradient()
    {
        double Flops(string grow)
        {
            using MethodRun run = Run(recipe => recipe with
            {
                Method = recipe.Method with { Name = "static" },
                Superpose = recipe.Superpose with { ExploreCriteria = [new() { Grow = grow }] },
            });
            return run.Train().TrainingFlops;
        }

        double one = Flops("random");
        using MethodRun any = Run(recipe => recipe);
        double missing = any.Network.Layers.Sum(
            layer => 2.0 * layer.Module.UsesPerSample * (layer.Weight.Shape.Positions - layer.Weight.Connectivity.Count));
        Assert.Equal(8 * missing, Flops("gradient") - one);
    }

    [Theory]
    [MemberData(nameof(SparseOnes))]
    public void Updates_go_on_in_cycles_where_the_recipe_says(string method)
    {
        using MethodRun run = Run(recipe =>
            recipe with { Method = recipe.Method with { Name = method }, Superpose = recipe.Superpose with { UpdateInCycles = true } });
        TrainingResult result = run.Train();
        Assert.Equal(MethodRun.UpdatesToTheEnd(method), run.Changes("update").Select(change => change.Step));
        Assert.Equal([12, 18], run.Changes("exploration").Select(change => change.Step));
        // After the last step, 24, a budget is kept and nothing grows.
        Assert.All(run.Changes("update").Where(change => change.Step == 24), change => Assert.Equal(0, change.Grown));
        Assert.All(run.Changes("update").Where(change => change.Step is > 18 and < 24 && method != "gmp"), change =>
            Assert.True(change.Grown > 0 && change.Dropped == change.Grown));
        Assert.Equal(Budget(run), result.Final.Connections);
    }

    // After an update, an exploration would drop just what the update had grown, at zero, and grow it again by the same gradient.
    [Theory]
    [InlineData("cycle-start")]
    [InlineData("never")]
    public void An_update_at_the_step_of_an_exploration_gives_way_to_it(string explore)
    {
        using MethodRun run = Run(recipe => recipe with { Superpose = recipe.Superpose with { Explore = explore } });
        run.Train();
        Assert.Equal(explore == "never", run.Changes("update").Single(change => change.Step == 12).Grown > 0);
    }

    [Theory]
    [MemberData(nameof(Averagings))]
    public void Every_averaging_is_pruned_to_the_budget(string averaging, string prune)
    {
        using MethodRun run = Run(recipe => recipe with { Superpose = recipe.Superpose with { Averaging = averaging, Prune = prune } });
        TrainingResult result = run.Train();
        Assert.Equal((2, Budget(run)), (result.Tickets, result.Final.Connections));
        if (prune == "per-layer") Assert.Equal(
            run.Tickets[2].Layers.Select(layer => layer.Connectivity.Count), result.Final.Layers.Select(layer => layer.Connectivity.Count));
        Assert.NotEqual(TinyRun.Numbers(run.Tickets[2]), TinyRun.Numbers(result.Final));
    }

    [Theory]
    [MemberData(nameof(Rates))]
    public void Tickets_are_taken_where_the_rate_is_lowest(string rate)
    {
        long[] steps = rate == "fge" ? [15, 21] : [18, 24];
        using MethodRun run = Run(recipe => recipe with { Superpose = recipe.Superpose with { Rate = rate } });
        run.Train();
        Assert.Equal(steps, run.Events.OfType<TicketTaken>().Select(ticket => ticket.Step));
        double[] rates = [.. run.Events.OfType<StepFinished>().Select(step => step.LearningRate)];
        Assert.All(steps, step => Assert.Equal(MethodRun.Recipe.Superpose.LowRate, rates[step - 1], 1e-12));
        Assert.Equal(MethodRun.Recipe.Superpose.LowRate, rates[12..].Min(), 1e-12);
        Assert.InRange(rates[12..].Max(), 0.016, 0.02);
    }

    [Theory]
    [InlineData("average")]
    [InlineData("recompute")]
    [InlineData("both")]
    public void Batch_norm_statistics_come_from_where_the_recipe_says(string batchNorm)
    {
        using MethodRun run = Run(recipe => recipe with
        {
            Model = new() { Name = "resnet20", Width = 0.25 },
            Superpose = recipe.Superpose with { BatchNorm = batchNorm },
        });
        TrainingResult result = run.Train();
        Assert.All(
            run.Events.OfType<TicketSuperposed>(), superposed => Assert.Equal(batchNorm == "both", superposed.Recomputed is not null));
        Assert.All(run.Events.OfType<TicketTaken>(), ticket => Assert.Equal(batchNorm != "average", ticket.Recomputed is not null));
        foreach (StateTensor tensor in result.Final.Tensors.Where(tensor => tensor.Floats.Length > 0))
        {
            float[] mean = [.. run.Tickets.Values.Select(ticket => ticket.Tensors.Single(one => one.Name == tensor.Name).Floats).Aggregate(
                (a, b) => [.. a.Zip(b, (x, y) => (x + y) / 2)])];
            bool averaged = tensor.Floats.Zip(mean).All(
                pair => Math.Abs(pair.First - pair.Second) <= 1e-6 * Math.Max(1, Math.Abs(pair.Second)));
            Assert.Equal(batchNorm != "recompute" || !tensor.Name.Contains("running", StringComparison.Ordinal), averaged);
        }
    }

    [Fact]
    public void The_network_before_the_cycles_is_one_more_ticket_when_included()
    {
        using MethodRun run = Run(recipe => recipe with { Superpose = recipe.Superpose with { IncludePretrained = true } });
        TrainingResult result = run.Train();
        Assert.Equal(3, result.Tickets);
        Assert.Equal([0, 1, 2], run.Tickets.Keys);
        Assert.Equal([12, 18, 24], run.Events.OfType<TicketTaken>().Select(ticket => ticket.Step));
        Assert.Equal([1, 2, 3], run.Events.OfType<TicketSuperposed>().Select(superposed => superposed.Tickets));
        Assert.Equal(Budget(run), result.Final.Connections);
    }

    [Theory]
    [MemberData(nameof(SparseOnes))]
    public void Layers_kept_dense_stay_full_outside_the_budget(string method)
    {
        using MethodRun run = Run(recipe => recipe with
        {
            Method = recipe.Method with { Name = method },
            Topology = recipe.Topology with { KeepDense = ["conv1", "fc2"] },
        });
        long positions = run.Network.Layers.Where(layer => layer.Name is "conv2" or "fc1").Sum(layer => (long)layer.Weight.Shape.Positions);
        Assert.Equal(positions, run.Network.Positions);
        TrainingResult result = run.Train();
        SparseLayerState[] dense = [.. result.Final.Layers.Where(layer => layer.Name is "conv1.weight" or "fc2.weight")];
        Assert.Equal(2, dense.Length);
        Assert.All(dense, layer => Assert.True(layer.Connectivity.IsFull));
        Assert.All(run.Events.OfType<TopologyUpdated>(), change =>
            Assert.Equal(dense.Select(layer => (long)layer.Shape.Positions), [change.Layers[0], change.Layers[^1]]));
        Assert.Equal((long)(0.2m * positions), result.Final.Connections - dense.Sum(layer => layer.Connectivity.Count));
    }

    [Theory]
    [MemberData(nameof(AllocationRules))]
    public void Every_allocation_ends_at_the_budget(string allocation)
    {
        using MethodRun run = Run(recipe => recipe with { Topology = recipe.Topology with { Allocation = allocation } });
        Assert.Equal(Budget(run), run.Train().Final.Connections);
    }

    private static long Budget(MethodRun run) => (long)decimal.Truncate(0.2m * run.Network.Positions);

    private static MethodRun Run(Func<Recipe, Recipe> change) => new(change(MethodRun.Recipe));
}
