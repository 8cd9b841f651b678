using SupTickets.Recipes;

namespace SupTickets.Tests.Recipes;

/// <summary>Names as the tables hold them, without the tables.</summary>
internal static class SampleNames
{
    public static RecipeNames All { get; } = new()
    {
        Models = ["vgg16", "resnet50", "resnet20", "wrn-D-W", "mlp"],
        IsModel = name => name is "vgg16" or "resnet50" or "resnet20" or "mlp" || name.StartsWith("wrn-", StringComparison.Ordinal),
        Methods = ["dense", "static", "snip", "set", "rigl", "granet", "snfs", "dsr", "itop", "gmp", "one-shot", "small-dense"],
        Ensembles = ["none", "batch-ensemble", "tree-net"],
        DataSets = ["synthetic", "cifar10", "cifar100", "imagefolder"],
        DataSetsInFolders = ["cifar10", "cifar100", "imagefolder"],
        Allocations = ["uniform", "er", "erk"],
        Optimizers = ["sgd", "adamw"],
        AveragingRules = ["cia", "caa", "cima"],
        RateShapes = ["triangle", "fge", "swa", "restart", "edst"],
        DropCriteria = ["magnitude", "sign-aware", "global-magnitude", "high-magnitude"],
        GrowCriteria = ["random", "random-unfired", "gradient", "momentum"],
        DropSchedules = ["constant", "cosine", "linear"],
        Engines = ["auto", "dense", "sparse"],
    };
}
