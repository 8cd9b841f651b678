using System.Text.Json;
using SupTickets.Experiments.Recipes;

namespace SupTickets.Tests.Cli.Commands;

public sealed class ListCommandTests
{
    [Theory]
    [InlineData("list methods", "dense,static,snip,set,rigl,granet,snfs,dsr,itop,gmp,one-shot,small-dense")]
    [InlineData("list optimizers", "sgd,adamw")]
    [InlineData("list averaging", "cia,caa,cima")]
    [InlineData("list allocations", "uniform,er,erk")]
    [InlineData("list data", "cifar10,cifar100,imagefolder,synthetic")]
    [InlineData("data list", "cifar10,cifar100,imagefolder,synthetic")]
    public void A_table_lists_every_name_with_what_it_is(string command, string names)
    {
        JsonElement rows = Tool.Json(command.Split(' '));
        Assert.Equal(names.Split(','), rows.EnumerateArray().Select(row => row.GetProperty("name").GetString()));
        Assert.All(rows.EnumerateArray(), row => Assert.NotEqual("", row.GetProperty("summary").GetString()));
        Assert.All(names.Split(','), name => Assert.Contains(name, Tool.Run(command.Split(' ')).Out, StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_listed_is_what_a_recipe_may_say()
    {
        Assert.Equal(RecipeTables.Names.Models, Names("models"));
        Assert.Equal(SparseMethods.All.Select(method => method.Name), Names("methods"));
        Assert.Equal(RecipeTables.Names.Allocations, Names("allocations"));
        Assert.Equal(Presets.All.Names, Names("presets"));

        static IEnumerable<string> Names(string table) =>
            Tool.Json("list", table).EnumerateArray().Select(row => row.GetProperty("name").GetString()!);
    }
}
