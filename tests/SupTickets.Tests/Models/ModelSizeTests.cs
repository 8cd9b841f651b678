using SupTickets.Experiments;
using SupTickets.Experiments.Models;
using SupTickets.Experiments.Recipes;
using SupTickets.Networks;
using SupTickets.Tests.Contracts;
using SupTickets.Tests.Storage;
using SupTickets.Tickets;
using SupTickets.Values;

namespace SupTickets.Tests.Models;

/// <summary>A size that somebody wrote into a recipe or a ticket is worked out, and refused, before anything of that size exists.</summary>
public sealed class ModelSizeTests
{
    [Theory]
    [InlineData("resnet20", 400, 1, "allowed: at most 500000000 (SUPTICKETS_MAX_MODEL_NUMBERS sets another limit)")]
    [InlineData("resnet50", 90, 1, "SUPTICKETS_MAX_MODEL_NUMBERS")]
    [InlineData("wrn-28-10", 5, 1, "SUPTICKETS_MAX_MODEL_NUMBERS")]
    [InlineData("vgg16", 1e6, 1, "SUPTICKETS_MAX_MODEL_NUMBERS")]
    [InlineData("resnet20", 1e300, 1, "more channels than an int can number")]
    [InlineData("lenet5", 1e5, 1, "has 250000000000000 positions, more than 2147483647")]
    [InlineData("mlp", 2000, 1, "has 3145728000 positions")]
    [InlineData("wrn-28-10", 1, 1_000_000_000, "has 640000000000 positions")]
    public void A_model_that_is_too_large_is_refused_with_the_reason(string model, double width, int classes, string expected)
    {
        string message = Assert.Throws<ArgumentException>(() => ModelTable.Create(model, classes, new(3, 32, 32), width)).Message;
        Assert.StartsWith(model, message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tree-net")]
    [InlineData("batch-ensemble")]
    public void A_million_members_are_refused_before_they_are_made(string kind)
    {
        string message = Assert.Throws<ArgumentException>(
            () => Ensembles.Create(kind, 1_000_000, 0.5, null, () => ModelTable.Create("resnet20", 10, new(3, 32, 32), 1))).Message;
        Assert.Contains($"{kind} of 1000000 members would have", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("tree-net")]
    [InlineData("batch-ensemble")]
    public void What_is_counted_is_what_is_built(string kind)
    {
        ModelOptions model = new() { Width = 0.5, Ensemble = new() { Name = kind, Members = 3 } };
        using SparseNetwork network = new(RunSetup.ModuleOf(model, "resnet20", 10, new(3, 32, 32)));
        network.Initialize(new(1));
        NetworkState state = network.Snapshot();
        long numbers = state.Positions + state.Tensors.Sum(tensor => (long)tensor.Floats.Length);
        using SparseNetwork exactly = new(
            ParameterBudget.Within(numbers, "these", () => RunSetup.ModuleOf(model, "resnet20", 10, new(3, 32, 32))));
        Assert.Contains(
            "allowed: fewer", Assert.Throws<ArgumentException>(
                () => ParameterBudget.Within(numbers - 1, "fewer", () => RunSetup.ModuleOf(model, "resnet20", 10, new(3, 32, 32)))).Message,
                StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"width\": 0.2", "\"width\": 400", "limit|that it holds")]
    [InlineData("\"width\": 0.2", "\"width\": 0.3", "that it holds")]
    [InlineData("\"width\": 0.2", "\"width\": -1", "model.width")]
    [InlineData("\"name\": \"none\",\n      \"members\": 4", "\"name\": \"tree-net\",\n      \"members\": 1000000", "that it holds")]
    [InlineData("\"batch\": 12", "\"batch\": 0", "evaluation.batch")]
    [InlineData("\"workers\": 1", "\"workers\": 1000000000", "data.workers")]
    public void A_ticket_whose_recipe_asks_for_more_than_it_holds_is_refused(string sound, string wrong, string expected)
    {
        using TemporaryFolder folder = new();
        using (MethodRun run = new(MethodRun.Recipe))
            TicketFile.Write(
                folder["t"], new(run.Network.Snapshot(), new("lenet5", new(3, 32, 32), 10, RecipeJson.Write(MethodRun.Recipe))));
        using (Experiment.Load(folder["t"]))
        {
            // The sound one loads.
        }

        Forgery.Write(folder["t"], folder["forged"], metadata =>
        {
            Assert.Contains(sound, metadata["recipe"], StringComparison.Ordinal);
            metadata["recipe"] = metadata["recipe"].Replace(sound, wrong, StringComparison.Ordinal);
        });
        string message = Assert.Throws<InvalidDataException>(() => Experiment.Load(folder["forged"])).Message;
        Assert.StartsWith(folder["forged"], message, StringComparison.Ordinal);
        Assert.Contains(expected.Split('|'), text => message.Contains(text, StringComparison.Ordinal));
    }
}
