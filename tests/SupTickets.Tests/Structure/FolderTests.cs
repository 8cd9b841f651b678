using System.Reflection;
using SupTickets.Experiments;
using SupTickets.Kernels.Elementwise;
using SupTickets.Training;

namespace SupTickets.Tests.Structure;

/// <summary>
/// Rooms of the libraries use only what lies below them: whole namespaces, and the files at a project's root, which stand above its rooms.
/// What counts is the compiled code.
/// </summary>
public sealed class FolderTests
{
    private static readonly string[] Machine = ["Kernels.Vectors", "Kernels.Threads", "Kernels.Layout"];
    private static readonly string[] Kernels = [
        .. Machine, "Kernels.Convolution", "Kernels.Norm", "Kernels.Pooling", "Kernels.Elementwise"];
    private static readonly string[] Ground = ["Values", "Schedules"];
    private static readonly string[] Sparse = [.. Ground, .. Kernels, "Storage", "Topology", "Allocation", "LibTorch"];
    private static readonly string[] Networks = [.. Sparse, "SparseEngine", "Layers", "Networks"];
    private static readonly string[] Core = [.. Networks, "Collective", "Conversion", "Methods", "Tickets", "Training"];
    private static readonly string[] Parts = [.. Core, "Experiments.Data", "Experiments.Models", "Experiments.Evaluation"];
    private static readonly string[] Runs = [.. Parts, "Experiments.Recipes", "Experiments.Runs"];
    private static readonly string[] Reports = [.. Runs, "Experiments.Reports", "Experiments.Reports.Html", "Experiments.Reports.Plots"];

    /// <summary>What each namespace may use beside itself.</summary>
    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["Kernels.Vectors"] = [],
        ["Kernels.Threads"] = ["Kernels.Vectors"],
        ["Kernels.Layout"] = ["Kernels.Vectors", "Kernels.Threads"],
        ["Kernels.Convolution"] = [.. Machine, "Kernels.Norm"],
        ["Kernels.Norm"] = Machine,
        ["Kernels.Pooling"] = [.. Machine, "Kernels.Norm"],
        ["Kernels.Elementwise"] = Machine,
        ["Values"] = [],
        ["Schedules"] = [],
        ["Collective"] = [],
        ["Storage"] = Ground,
        ["Topology"] = [.. Ground, .. Kernels],
        ["Allocation"] = Ground,
        ["LibTorch"] = [.. Ground, .. Kernels, "Topology"],
        ["SparseEngine"] = Sparse,
        ["Layers"] = [.. Sparse, "SparseEngine"],
        ["Networks"] = [.. Sparse, "SparseEngine", "Layers"],
        ["Conversion"] = Networks,
        ["Methods"] = [.. Networks],
        ["Tickets"] = Networks,
        ["Training"] = [.. Networks, "Collective", "Methods", "Tickets"],
        [""] = Core,
        ["Experiments.Data"] = Core,
        ["Experiments.Models"] = Core,
        ["Experiments.Evaluation"] = [.. Core, "Experiments.Data", "Experiments.Models"],
        ["Experiments.Benchmarks"] = Parts,
        // A recipe is made of the options of what lies below it, and asks each what it allows.
        ["Experiments.Recipes"] = Parts,
        ["Experiments.Runs"] = [.. Parts, "Experiments.Recipes"],
        ["Experiments.Reports.Plots"] = Runs,
        ["Experiments.Reports"] = [.. Runs, "Experiments.Reports.Plots"],
        ["Experiments.Reports.Html"] = [.. Runs, "Experiments.Reports", "Experiments.Reports.Plots"],
        ["Experiments.Sweeps"] = Reports,
        ["Experiments.Reproductions"] = [.. Reports, "Experiments.Sweeps"],
        ["Experiments"] = [.. Reports, "Experiments.Benchmarks", "Experiments.Sweeps", "Experiments.Reproductions"],
    };

    private static readonly Assembly[] Libraries = [
        typeof(Interpolate).Assembly, typeof(SparseTrainer).Assembly, typeof(Experiment).Assembly];

    [Fact]
    public void Namespaces_use_only_what_lies_below_them() => Assert.Equal(
        [],
        from use in Libraries.SelectMany(NamespaceUses.Of)
        where !MayUse[Room(use.User)].Contains(Room(use.Used))
        group use.User.Name by (User: Room(use.User), Used: Room(use.Used)) into strays
        orderby strays.Key
        select $"{strays.Key.User} uses {strays.Key.Used} in {string.Join(", ", strays.Distinct().Order())}");

    [Fact]
    public void Every_namespace_has_its_place_in_the_order() =>
        Assert.Equal([], Libraries.SelectMany(library => library.GetTypes()).Where(IsOurs).Select(Room).Distinct().Except(MayUse.Keys));

    [Fact]
    public void The_order_has_no_circle()
    {
        Dictionary<string, HashSet<string>> uses = MayUse.ToDictionary(row => row.Key, row => row.Value.ToHashSet());
        // Take away what uses nothing that is left, again and again: a circle is what stays.
        HashSet<string> left = [.. uses.Keys];
        while (left.RemoveWhere(room => !uses[room].Any(left.Contains)) > 0) { }
        Assert.Empty(left);
    }

    [Fact]
    public void A_use_is_seen_without_a_using_and_within_a_body()
    {
        (Type User, Type Used)[] uses = [.. NamespaceUses.Of(typeof(SparseTrainer).Assembly)];
        Assert.Contains((typeof(SparseTrainer), typeof(SparseRun)), uses);
        Assert.Contains(uses, use => Room(use.User) == "Layers" && Room(use.Used) == "SparseEngine");
    }

    [Fact]
    public void The_core_needs_nothing_but_TorchSharp_and_the_kernels() => Assert.Equal(
        ["SupTickets.Kernels", "TorchSharp"],
        typeof(SparseTrainer).Assembly.GetReferencedAssemblies()
            .Select(one => one.Name!).Where(name => !name.StartsWith("System", StringComparison.Ordinal)).Order());

    private static bool IsOurs(Type type) => type.Namespace?.StartsWith("SupTickets", StringComparison.Ordinal) == true;

    private static string Room(Type type) => type.Namespace!["SupTickets".Length..].TrimStart('.');
}
