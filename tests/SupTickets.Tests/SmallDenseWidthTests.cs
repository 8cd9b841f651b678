using SupTickets.Experiments.Models;
using SupTickets.Experiments.Recipes;
using SupTickets.Networks;

namespace SupTickets.Tests;

public sealed class SmallDenseWidthTests
{
    [Theory]
    [InlineData(0.8, 0.465)]
    [InlineData(0.9, 0.34)]
    public void Resnet_50_on_imagenet_is_as_narrow_as_published(double sparsity, double width)
    {
        Recipe narrow = SmallDenseWidth.Narrow(Recipe("resnet50", 1, sparsity), () => 1000, new(3, 224, 224));
        Assert.Equal((width, 1.0, 0), (narrow.Model.Width, narrow.Model.NarrowedFrom, narrow.Topology.Sparsity));
    }

    [Theory]
    [InlineData("lenet-300-100", 1)]
    [InlineData("resnet20", 0.5)]
    public void The_width_is_the_first_with_the_bits_of_the_sparse_network(string model, double full)
    {
        foreach (double sparsity in new[] { 0.5, 0.8, 0.95 })
        {
            using SparseNetwork whole = new(ModelTable.Create(model, 10, new(3, 32, 32), full));
            long others = whole.DenseParameters().Sum(named => named.Parameter.numel());
            double wanted = 32 * ((long)((1 - (decimal)sparsity) * whole.Positions) + others) + whole.Positions;
            double width = SmallDenseWidth.Narrow(Recipe(model, full, sparsity), () => 10, new(3, 32, 32)).Model.Width;
            int first = Enumerable.Range(1, 200).First(step =>
            {
                using SparseNetwork network = new(ModelTable.Create(model, 10, new(3, 32, 32), full * step / 200));
                return 32.0 * (network.Positions + network.DenseParameters().Sum(named => named.Parameter.numel())) >= wanted;
            });
            Assert.Equal(full * first / 200, width, 1e-12);
        }
    }

    [Fact]
    public void A_resolved_recipe_and_that_of_another_method_stay_as_they_are()
    {
        Recipe narrow = SmallDenseWidth.Narrow(Recipe("resnet20", 1, 0.9), () => 10, new(3, 32, 32));
        Assert.Same(narrow, SmallDenseWidth.Narrow(narrow, () => throw new InvalidOperationException("asked for classes"), new(3, 32, 32)));
        Recipe dense = new() { Method = new() { Name = "rigl" } };
        Assert.Same(dense, SmallDenseWidth.Narrow(dense, () => 10, new(3, 32, 32)));
    }

    private static Recipe Recipe(string model, double width, double sparsity) =>
        new()
        {
            Model = new() { Name = model, Width = width },
            Method = new() { Name = "small-dense" },
            Topology = new()
            {
                Sparsity = sparsity,
            }
        };
}
