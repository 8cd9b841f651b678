using System.Text.RegularExpressions;

namespace SupTickets.Tests.Structure;

/// <summary>Folders of the library use only what lies below them.</summary>
public sealed partial class FolderTests
{
    private static readonly string[] Ground = ["Values", "Schedules"];
    private static readonly string[] Sparse = [.. Ground, "Storage", "Topology", "Allocation", "LibTorch"];
    private static readonly string[] Parts = [.. Sparse, "Layers", "Models", "Data"];
    private static readonly string[] Algorithms = [.. Parts, "Methods", "Tickets", "Evaluation"];
    private static readonly string[] Runs = [.. Algorithms, "Training", "Recipes"];

    /// <summary>What each folder may use beside itself: the levels below, and the neighbours and kernels named here.</summary>
    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["Values"] = [],
        ["Schedules"] = [],
        ["Storage"] = Ground,
        ["Topology"] = Ground,
        ["Allocation"] = Ground,
        ["LibTorch"] = [.. Ground, "Topology", "Kernels"],
        ["Layers"] = [.. Sparse, "Kernels"],
        ["Models"] = [.. Sparse, "Layers"],
        ["Data"] = [.. Sparse, "Kernels"],
        ["Evaluation"] = Parts,
        ["Tickets"] = [.. Parts, "Kernels"],
        // A method's update schedule depends on where the cycles begin.
        ["Methods"] = [.. Parts, "Tickets"],
        ["Training"] = [.. Algorithms, "Kernels"],
        // A recipe is made of the options of what lies below it, and asks each what it allows.
        ["Recipes"] = [.. Algorithms, "Training"],
        ["Reports"] = Runs,
        ["Sweeps"] = [.. Runs, "Reports"],
        ["Reproductions"] = [.. Runs, "Reports", "Sweeps"],
    };

    private static string Library => Path.Combine(Repository.Root, "src", "SupTickets");

    [Fact]
    public void Folders_use_only_what_lies_below_them()
    {
        var strays =
            from folder in MayUse.Keys
            where Directory.Exists(Path.Combine(Library, folder))
            from stray in Strays(Path.Combine(Library, folder), [folder, .. MayUse[folder]])
            select stray;
        Assert.Equal([], strays);
    }

    [Fact]
    public void Kernels_know_nothing_of_the_rest() =>
        Assert.Equal([], Strays(Path.Combine(Repository.Root, "src", "SupTickets.Kernels"), ["Kernels"]));

    [Fact]
    public void Every_folder_of_the_library_has_its_place_in_the_order() =>
        Assert.Equal([], Directory.EnumerateDirectories(Library).Select(Path.GetFileName).Except(MayUse.Keys));

    [Fact]
    public void The_order_has_no_circle()
    {
        // Take away what uses nothing that is left, again and again: a circle is what stays.
        HashSet<string> left = [.. MayUse.Keys];
        while (left.RemoveWhere(folder => !MayUse[folder].Any(left.Contains)) > 0) { }
        Assert.Empty(left);
    }

    [Theory]
    [InlineData("using SupTickets.Training;", "Training")]
    [InlineData("using static SupTickets.Data.Pixels;", "Data")]
    [InlineData("using Plan = SupTickets.Recipes.Recipe;", "Recipes")]
    [InlineData("    var x = global::SupTickets.Reports.Table.Empty;", "Reports")]
    [InlineData("namespace SupTickets.Values;", null)]
    [InlineData("/// <see cref=\"SupTickets.Training.Trainer\"/>", null)]
    [InlineData("using System.Text;", null)]
    public void A_line_shows_which_folder_it_uses(string line, string? folder) =>
        Assert.Equal(folder, UsedFolders(line).SingleOrDefault());

    private static IEnumerable<string> Strays(string path, string[] allowed) =>
        from file in Directory.EnumerateFiles(path, "*.cs", SearchOption.AllDirectories)
        from line in File.ReadLines(file)
        from used in UsedFolders(line)
        where !allowed.Contains(used)
        select $"{Path.GetRelativePath(Repository.Root, file)} uses {used}";

    private static IEnumerable<string> UsedFolders(string line) =>
        line.StartsWith("namespace ", StringComparison.Ordinal) || line.TrimStart().StartsWith("//", StringComparison.Ordinal)
            ? []
            : Qualified().Matches(line).Select(match => match.Groups[1].Value);

    [GeneratedRegex(@"\bSupTickets\.([A-Z]\w*)")]
    private static partial Regex Qualified();
}
