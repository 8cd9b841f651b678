using SupTickets.Experiments.Recipes;

namespace SupTickets.Tests.Recipes;

public sealed class RecipeNameTests
{
    [Theory]
    [InlineData("vgg16", "cifar10", "data", "rigl", 0.95, "vgg16-cifar10-rigl-0.95")]
    [InlineData("wrn-28-10", "synthetic", null, "dense", 0, "wrn-28-10-synthetic-dense")]
    [InlineData("resnet20", "imagefolder", "photos/my pets/", "set", 0.9, "resnet20-my pets-set-0.9")]
    [InlineData("resnet20", "imagefolder", "photos/my\npets/", "set", 0.9, "resnet20-imagefolder-set-0.9")]
    [InlineData("resnet20", "imagefolder", "/", "set", 0.9, "resnet20-imagefolder-set-0.9")]
    [InlineData("resnet20", "imagefolder", null, "set", 0.9, "resnet20-imagefolder-set-0.9")]
    public void A_run_is_called_by_model_data_method_and_sparsity(
        string model, string data, string? folder, string method, double sparsity, string expected) => Assert.Equal(
        expected,
        RecipeName.Of(new()
        {
            Model = new() { Name = model },
            Data = new() { Name = data, Folder = folder },
            Method = new() { Name = method },
            Topology = new() { Sparsity = sparsity },
        }));

    [Fact]
    public void A_name_fits_as_long_as_model_data_and_method_stay()
    {
        Recipe named = Presets.Read("demo");
        Assert.True(RecipeName.Fits(named, named with { Seed = 5, Schedule = new(), Topology = new() { Sparsity = 0.5 } }));
        Assert.False(RecipeName.Fits(named, named with { Model = new() { Name = "vgg16" } }));
        Assert.False(RecipeName.Fits(named, named with { Model = named.Model with { Ensemble = new() { Name = "tree-net" } } }));
        Assert.False(RecipeName.Fits(named, named with { Data = new() { Name = "cifar10" } }));
        Assert.False(RecipeName.Fits(named, named with { Method = new() { Name = "set" } }));
    }
}
