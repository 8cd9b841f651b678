using SupTickets.Allocation;
using SupTickets.Experiments.Data;
using SupTickets.Experiments.Recipes;
using SupTickets.Methods;
using SupTickets.Tickets;

namespace SupTickets.Tests.Structure;

/// <summary>What a recipe may name is found in the prose that promises to list it.</summary>
public sealed class NamesInProseTests
{
    public static TheoryData<string, string> Names { get; } = new(
        from table in (IEnumerable<(string Kind, IReadOnlyList<string> Names)>)
        [
            ("method", SparseMethods.All.Names),
            ("drop criterion", Criteria.Drop.Names),
            ("grow criterion", Criteria.Grow.Names),
            ("drop schedule", MethodRecipe.DropSchedules),
            ("averaging rule", AveragingRules.All.Names),
            ("allocation", Allocations.All.Names),
            ("way to draw counts", ConnectionDraws.All.Names),
            ("data set", DataSets.All.Names),
        ]
        from name in table.Names
        select (table.Kind, name));

    public static TheoryData<string> Classes { get; } =
    [
        .. Criteria.Drop.Select(row => row.Value.GetType().Name),
        .. Criteria.Grow.Select(row => row.Value.GetType().Name),
        .. AveragingRules.All.Select(row => row.Value(0.5).GetType().Name),
        .. SparseMethods.All.Select(row => row.Value(new()).GetType().Name),
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_readme_has_every_name(string kind, string name) =>
        Require("README.md", $"`{name}`", $"the {kind} {name}: write it there, with its name in backticks");

    [Theory]
    [MemberData(nameof(Classes))]
    public void The_page_of_the_method_says_where_each_part_is(string type) =>
        Require("docs/method.md", $"{type}.cs`", $"{type}: write there what it is, its source and its path, which ends in {type}.cs");

    [Fact]
    public void What_is_missing_is_named_with_its_file() => Assert.Equal(
        "README.md lacks the method no-such-name", Assert.Throws<Xunit.Sdk.FailException>(
            () => Require("README.md", "`no-such-name`", "the method no-such-name")).Message);

    private static void Require(string file, string text, string what)
    {
        string prose = File.ReadAllText(Path.Combine(Repository.Root, file));
        if (!prose.Contains(text, StringComparison.Ordinal)) Assert.Fail($"{file} lacks {what}");
    }
}
