using SupTickets.Experiments.Recipes;
using SupTickets.Tests.Contracts;
using SupTickets.Training;

namespace SupTickets.Tests.Methods;

public sealed class SparseMethodsTests
{
    // RigL as published: α/2·(1 + cos(π·t/T_end)) with α = 0.3, here T_end = 18 of 24 steps.
    [Fact]
    public void Rigl_as_published_falls_to_nothing_where_its_updates_stop()
    {
        Recipe recipe = MethodRun.With("rigl");
        using MethodRun run = new(recipe with
        {
            Method = recipe.Method with { DropFraction = 0.3, DropSchedule = "cosine-to-stop", StopShare = 0.75 },
            Superpose = new() { Enabled = false },
        });
        Assert.Equal(
            [0.225, 0.075, 0], new long[] { 6, 12, 18 }.Select(run.RunSetup.Method.DropFraction.Invoke), (a, b) => Math.Abs(a - b) < 1e-12);
        run.Train();
        TopologyUpdated[] updates = [.. run.Changes("update")];
        Assert.Equal([2, 4, 6, 8, 10, 12, 14, 16, 18], updates.Select(update => update.Step));
        Assert.All(updates, update => Assert.InRange(
            update.Dropped, 0, update.Layers.Sum(count => Math.Ceiling(0.15 * (1 + Math.Cos(Math.PI * update.Step / 18)) * count))));
        Assert.True(updates[0].Dropped > 0);
        Assert.Equal(0, updates[^1].Dropped);
    }
}
