using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Runs;
using SupTickets.Networks;
using SupTickets.Tests.Training;
using SupTickets.Training;

namespace SupTickets.Tests.Contracts;

/// <summary>What every method of the table promises, whatever it does in between.</summary>
public sealed class MethodContractTests
{
    private static readonly ulong[] Seeds = [1, 2, 3];

    public static TheoryData<string> Methods => [.. SparseMethods.All.Select(method => method.Name)];

    [Theory]
    [MemberData(nameof(Methods))]
    public void The_first_connections_are_exactly_the_integer_budget(string method)
    {
        foreach (ulong seed in Seeds)
        {
            using MethodRun run = new(MethodRun.With(method) with { Seed = seed });
            Assert.Equal((long)decimal.Truncate(run.Network.Positions * MethodRun.InitialDensity(method)), run.Network.Connections);
            RequireConnected(run.Network);
        }
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Every_change_keeps_the_counts_of_the_method_and_every_base_gives_tickets_of_exactly_the_budget(string method)
    {
        foreach (ulong seed in Seeds)
        {
            using MethodRun run = new(MethodRun.With(method) with { Seed = seed });
            long positions = run.Network.Positions;
            IReadOnlyList<long> before = run.Changes("initial").Single().Layers;
            run.Watch = happened =>
            {
                if (happened is not TopologyUpdated change) return;
                RequireConnected(run.Network);
                Assert.Equal(run.Network.Layers.Select(layer => (long)layer.Weight.Connectivity.Count), change.Layers);
                Assert.Equal(change.Layers.Sum(), change.Connections);
                if (method == "gmp" && change.Reason == "update")
                    Assert.Equal((before.Sum() - change.Connections, 0L), (change.Dropped, change.Grown));
                if (method is "granet" or "gmp" && change.Reason == "update") Assert.InRange(
                    change.Connections - (long)(CubicDensity((double)MethodRun.InitialDensity(method), change.Step) * positions), -1, 1);
                else if (method == "one-shot" && change.Reason == "update") Assert.Equal(
                    (change.Dropped, 0L, (long)(0.2m * positions)), (positions - change.Connections, change.Grown, change.Connections));
                else if (method is "snfs" or "dsr") Assert.Equal(before.Sum(), change.Connections);
                else Assert.Equal(before, change.Layers);
                before = change.Layers;
            };
            TrainingResult result = run.Train();

            Assert.Equal(MethodRun.Updates(method), run.Changes("update").Select(change => change.Step));
            Assert.Equal([12, 18], run.Changes("exploration").Select(change => change.Step));
            if (method is "granet" or "gmp")
                Assert.Equal((long)(0.2m * positions), run.Changes("update").Single(change => change.Step == 8).Connections);
            if (!MethodRun.IsDense(method))
                Assert.All(run.Changes("exploration"), change => Assert.True(change.Grown > 0 && change.Grown == change.Dropped));
            RequireTickets(method, run, result);
        }
    }

    private static void RequireTickets(string method, MethodRun run, TrainingResult result)
    {
        long budget = (long)decimal.Truncate(run.Network.Positions * MethodRun.FinalDensity(method));
        Assert.Equal([1, 2], run.Tickets.Keys);
        Assert.All(run.Tickets.Values, ticket => Assert.Equal(budget, ticket.Connections));
        Assert.Equal((2, budget), (result.Tickets, result.Final.Connections));
        TicketSuperposed last = run.Events.OfType<TicketSuperposed>().Last();
        Assert.Equal(budget, last.Connections);
        if (!MethodRun.IsDense(method)) Assert.InRange(last.ConnectionsBeforePruning, budget + 1, 2 * budget);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Survivors_keep_value_and_optimizer_state_and_newcomers_start_at_zero(string method)
    {
        foreach (string optimizer in Optimizers.All.Select(row => row.Name))
        {
            using MethodRun run = new(MethodRun.With(method) with { Optimizer = MethodRun.Recipe.Optimizer with { Name = optimizer } });
            List<Held> before = [];
            run.Watch = happened =>
            {
                if (happened is StepFinished) before = Hold(run);
                if (happened is not TopologyUpdated change) return;
                List<Held> after = Hold(run);
                foreach ((Held old, Held now) in before.Zip(after))
                    RequireMoved(old, now, prunedFirst: method is "granet" or "gmp" && change.Reason == "update");
                before = after;
            };
            run.Train();
            int slots = optimizer switch
            {
                "sgd" => 1,
                "adamw" => 2,
                _ =>
                throw new NotSupportedException($"how many numbers does {optimizer} keep for each connection?")
            };
            Assert.Equal(slots * run.Network.Layers.Count, before.Count(held => held.Slot != "values"));
        }
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void The_same_seed_gives_the_same_run_and_another_seed_another_topology(string method)
    {
        float[] first = Run(1), again = Run(1), other = Run(2);
        Assert.Equal(first, again);
        Assert.NotEqual(first, other);

        float[] Run(ulong seed)
        {
            using MethodRun run = new(MethodRun.With(method) with { Seed = seed });
            NetworkState final = run.Train().Final;
            return MethodRun.IsDense(method) ? [.. TinyRun.Numbers(final)]
                : [.. final.Layers.SelectMany(layer => layer.Connectivity.Positions.ToArray().Select(position => (float)position))];
        }
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Nothing_but_values_and_dense_parameters_reaches_the_optimizer(string method)
    {
        Recipe recipe = MethodRun.With(method) with
        {
            Model = new() { Name = "resnet20", Width = 0.25 },
            Data = new() { TrainSamples = 12, TestSamples = 4 },
            Schedule = MethodRun.Recipe.Schedule with { Batch = 4 },
        };
        using MethodRun run = new(recipe);
        run.Train();
        TrainableParameter[] parameters = [.. run.RunSetup.ParameterSet.All()];
        Assert.Equal(
            run.Network.Layers.Select(layer => layer.WeightName).Concat(run.Network.DenseParameters().Select(named => named.Name)),
            parameters.Select(trainable => trainable.Name));
        foreach ((SparseLayer layer, TrainableParameter trainable) in run.Network.Layers.Zip(parameters))
        {
            Assert.Equal(layer.Weight.Values.Handle, trainable.Parameter.Handle);
            Assert.Equal([layer.Weight.Connectivity.Count], trainable.Parameter.shape);
            Assert.Equal(trainable.Parameter.shape, trainable.State("momentum").shape);
        }

        // A module's own list of parameters is what any other optimizer would be given: it must hold the same ones.
        Assert.Equal(
            parameters.Select(trainable => trainable.Parameter.Handle).Order(),
            run.Network.Module.parameters().Select(parameter => parameter.Handle).Order());
        Assert.Equal(
            run.Network.Layers.Sum(layer => (long)layer.Weight.Connectivity.Count)
                + run.Network.DenseParameters().Sum(named => named.Parameter.numel()),
            run.Network.Module.parameters().Sum(parameter => parameter.numel()));
        Assert.Equal(2 * run.Network.BatchNorms.Count(), parameters.Count(trainable => trainable.IsNorm));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Without_cycles_the_network_itself_is_the_result_at_the_budget(string method)
    {
        using MethodRun run = new(MethodRun.With(method) with { Superpose = new() { Enabled = false } });
        TrainingResult result = run.Train();
        Assert.Equal(0, result.Tickets);
        Assert.Empty(run.Tickets);
        Assert.Empty(run.Changes("exploration"));
        // What grew after the last step would be measured at zero.
        Assert.All(run.Changes("update").Where(change => change.Step == result.Steps), change => Assert.Equal(0, change.Grown));
        if (method is "set" or "rigl" or "snfs" or "itop")
            Assert.Equal([2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22], run.Changes("update").Select(change => change.Step));
        Assert.Equal((long)decimal.Truncate(run.Network.Positions * MethodRun.FinalDensity(method)), result.Final.Connections);
        Assert.Equal(TinyRun.Numbers(run.Network.Snapshot()), TinyRun.Numbers(result.Final));
    }

    // R_s by its definition: the union of all masks, kept beside the run.
    [Theory]
    [MemberData(nameof(Methods))]
    public void The_exploration_rate_is_the_share_of_positions_that_any_mask_held(string method)
    {
        using MethodRun run = new(MethodRun.With(method));
        HashSet<(int, int)> ever = [];
        Look();
        Assert.Equal((double)ever.Count / run.Network.Positions, run.Changes("initial").Single().ExplorationRate);
        run.Watch = happened =>
        {
            if (happened is not TopologyUpdated change) return;
            Look();
            Assert.Equal((double)ever.Count / run.Network.Positions, change.ExplorationRate);
        };
        TrainingResult result = run.Train();
        Assert.Equal((double)ever.Count / run.Network.Positions, result.ExplorationRate);
        if (MethodRun.InitialDensity(method) < 1)
            Assert.InRange(result.ExplorationRate, (double)MethodRun.InitialDensity(method) + 0.01, 0.99);
        else Assert.Equal(1, result.ExplorationRate);

        void Look()
        {
            foreach (var (index, layer) in run.Network.Layers.Index())
                ever.UnionWith(layer.Weight.Connectivity.Positions.ToArray().Select(position => (index, position)));
        }
    }

    // The cubic schedule of ALGORITHMS 3.4 with ΔT = 2, from update 0 to update 4, where the density is 0.2 exactly.
    private static double CubicDensity(double start, long step)
    {
        double k = Math.Min(step / 2, 4);
        return 0.2 + (start - 0.2) * Math.Pow(1 - k / 4, 3);
    }

    private static void RequireConnected(SparseNetwork network)
    {
        foreach (SparseLayer layer in network.Layers)
        {
            int[] positions = layer.Weight.Connectivity.Positions.ToArray();
            Assert.Equal(layer.Weight.Connectivity.Count, positions.Length);
            Assert.True(
                positions.Zip(positions.Skip(1)).All(pair => pair.First < pair.Second),
                $"the positions of {layer.Name} do not increase strictly");
            Assert.True(
                positions.Length == 0 || (positions[0] >= 0 && positions[^1] < layer.Weight.Shape.Positions),
                $"a position of {layer.Name} lies outside");
            Assert.Equal(positions.Length, layer.Weight.Values.numel());
        }
    }

    private static List<Held> Hold(MethodRun run) =>
    [
        .. run.Network.Layers.SelectMany(layer => new[] { new Held(layer, "values", layer.Weight.ValuesOnHost()) }
            .Concat(run.RunSetup.ParameterSet.Save().Where(state => state.Parameter == layer.WeightName).Select(
                state => new Held(layer, state.Slot, state.Values)))),
    ];

    private static void RequireMoved(Held before, Held after, bool prunedFirst)
    {
        Assert.Equal(before.Slot, after.Slot);
        Assert.Equal(after.Positions.Length, after.Numbers.Length);
        Dictionary<int, float> old = before.Positions.Zip(before.Numbers).ToDictionary(pair => pair.First, pair => pair.Second);
        foreach ((int position, float number) in after.Positions.Zip(after.Numbers))
        {
            // What the global pruning of granet took is gone, so the gradient may bring it back as a newcomer.
            float kept = old.GetValueOrDefault(position);
            Assert.True(number == kept || (prunedFirst && number == 0), $"{before.Slot} at {position}: {kept} became {number}");
        }
    }

    private sealed record Held(string Slot, int[] Positions, float[] Numbers)
    {
        public Held(SparseLayer layer, string slot, float[] numbers)
            : this(slot, layer.Weight.Connectivity.Positions.ToArray(), numbers)
        {
        }
    }
}
