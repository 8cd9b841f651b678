using SupTickets.Experiments;
using SupTickets.Experiments.Recipes;
using SupTickets.Layers;
using SupTickets.Networks;
using SupTickets.Tests.Layers;
using SupTickets.Tests.SparseEngine;
using SupTickets.Tests.Storage;
using SupTickets.Tickets;
using SupTickets.Topology;
using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.Tests;

public sealed class ExperimentTests
{
    private static readonly ImageShape Input = new(3, 32, 32);

    [Theory]
    [InlineData("dense")]
    [InlineData("sparse")]
    public void A_loaded_network_takes_its_engine_by_the_batch_in_use_whatever_that_of_its_run_and_its_scores_are_those_of_the_dense_one(
        string engine)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using TemporaryFolder folder = new();
        using SparseNetwork made = Trained(engine, folder["ticket.safetensors"]), loaded = Experiment.Load(folder["ticket.safetensors"]);
        Assert.Equal((Engine.Auto, null, false), (loaded.Engine, loaded.EngineBatchSize, loaded.Module.training));
        Assert.Equal(Engine.Sparse, loaded.Choose(64, Input).Network);
        foreach (int batch in new[] { 1, 3, 64 })
        {
            Tensor images = EnginePair.Images(batch, Input, seed: 5);
            Near.Require(made.call(images), loaded.call(images), $"scores of {batch} images", 1e-4);
        }
    }

    [Theory]
    [InlineData("synthetic", false)]
    [InlineData("cifar10", true)]
    public void A_recipe_keeps_the_folder_of_data_that_lies_in_one(string name, bool keeps) =>
        Assert.Equal(
            keeps ? Path.GetFullPath("there") : null,
            Experiment.Resolve(new() { Data = new() { Name = name, Folder = "there" } }).Data.Folder);

    // As a run leaves it: sparse, with statistics of its own.
    private static SparseNetwork Trained(string engine, string path)
    {
        SparseNetwork network = new(RunSetup.ModuleOf(new() { Name = "resnet20" }, "resnet20", 10, Input));
        network.Initialize(new(1));
        foreach (SparseLayer layer in network.Layers)
            layer.Weight.Rewire(Connectivity.Random(layer.Weight.Shape.Positions, Math.Max(1, layer.Weight.Shape.Positions / 50), new(2)));
        network.train();
        using (no_grad()) network.call(EnginePair.Images(16, Input, seed: 4)).Dispose();
        network.eval();
        string recipe = RecipeJson.Write(new() { Engine = engine, Model = new() { Name = "resnet20" } });
        TicketFile.Write(path, new(network.Snapshot(), new("resnet20", Input, 10, recipe)));
        return network;
    }
}
