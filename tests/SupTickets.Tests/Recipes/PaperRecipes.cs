using SupTickets.Recipes;
using SupTickets.Tickets;

namespace SupTickets.Tests.Recipes;

/// <summary>The paper's experiments, derived from one base each; the files in <c>recipes/</c> must say the same.</summary>
internal static class PaperRecipes
{
    private const string CifarRemark =
        "Yin et al. (2022), Table 12, at the sparsity of the first column of Tables 1, 2 and 9: 226 normal epochs, then three cycles of eight.";

    private const string DenseRemark =
        "Yin et al. (2022), the dense rows of Tables 1, 2 and 9: all 250 epochs are normal, and the rate drops at 125 and 187.";

    private const string ImageNetRemark =
        "Yin et al. (2022), Table 13. A share of 0.1 would give 90 normal epochs and five cycles of two; the paper has 92 and four, so it is 0.08.";

    private const string SnfsRemark =
        "Dettmers and Zettlemoyer (2019) in Yin et al. (2022), Table 3, with the ERK budgets of its FLOPs: a drop fraction falling along a cosine, once an epoch of 10,009 steps.";

    private const string DsrRemark =
        "Mostafa and Wang (2019), the DSR row of Yin et al. (2022), Table 3: 400,000 connections every 1000 steps of 256 images, the period doubling after 25, 50 and 75 epochs, rest from epoch 95.";

    private const string SmallDenseRemark =
        "Evci et al. (2020), the Small-Dense row of Yin et al. (2022), Table 3: as many bits as at the sparsity given here, which makes the width 0.465 at 0.8 and 0.34 at 0.9.";

    private const string LargeRateRemark =
        "Yin et al. (2022), Table 8, the large learning rate: each cycle falls from 0.1, and the average fails where the tickets do not.";

    private const string MixedCriteriaRemark =
        "Yin et al. (2022), Table 11, the tickets far apart: one drops its largest weights, two grow at random, and the average fails where the tickets do not.";

    private const string OneShotRemark =
        "Yin et al. (2022), Table 21, the first SWA baseline: dense for the 226 normal epochs, pruned at once, then tickets of one topology.";

    private const string StaticSwaRemark =
        "Yin et al. (2022), Table 21, the second SWA baseline: a static ERK topology from the start, and tickets without exploration.";

    private const string EdstRemark =
        "Liu et al. (2022), EDST of FreeTickets at sparsity 0.8: 150 epochs at 0.1, then three tickets of 100 epochs, 0.01 and then 0.001; their predictions are averaged, not their weights.";

    private const string DistilledRemark =
        "Yin et al. (2022), Table 19: a fresh network learns from the three tickets of the run in runs/cifar100-vgg16-rigl, each with the weight of the labels.";

    /// <summary>Each experiment and the remark its file begins with.</summary>
    public static IEnumerable<(Recipe Recipe, string Remark)> All()
    {
        foreach (string data in new[] { "cifar10", "cifar100" })
        {
            foreach (string model in new[] { "vgg16", "resnet50", "wrn-28-10" })
            {
                foreach (string method in new[] { "set", "rigl", "granet", "snip", "static" }) yield return (Cifar(data, model, method), CifarRemark);
                yield return (Dense(data, model), DenseRemark);
            }
        }

        foreach (string model in new[] { "vgg16", "resnet50" })
        {
            yield return (LargeRate(model), LargeRateRemark);
            yield return (MixedCriteria(model), MixedCriteriaRemark);
        }

        yield return (Swa("one-shot"), OneShotRemark);
        yield return (Swa("static"), StaticSwaRemark);
        yield return (Edst("cifar10"), EdstRemark);
        yield return (Edst("cifar100"), EdstRemark);
        yield return (Distilled(), DistilledRemark);
        yield return (ImageNet("rigl"), ImageNetRemark);
        yield return (ImageNet("granet"), ImageNetRemark);
        yield return (Snfs(), SnfsRemark);
        yield return (Dsr(), DsrRemark);
        yield return (SmallDense(), SmallDenseRemark);
    }

    private static Recipe Cifar(string data, string model, string method) => new()
    {
        Name = $"{data}-{model}-{method}",
        Seed = 41,
        Data = new() { Name = data, Folder = "data" },
        Model = new() { Name = model },
        Topology = new() { Sparsity = 0.95, Allocation = "erk", Counts = "exact" },
        Method = new()
        {
            Name = method,
            UpdateInterval = 1000,
            DropFraction = 0.5,
            DropSchedule = "constant",
            GraNet = new() { InitialSparsity = 0.5, StartEpoch = 0, EndEpoch = 110 },
        },
        Optimizer = new() { Name = "sgd", Momentum = 0.9, Nesterov = false, WeightDecay = 5e-4, Decay = "all", LabelSmoothing = 0 },
        Schedule = new() { Epochs = 250, Batch = 128, LearningRate = 0.1, Milestones = [0.5, 0.75], Factor = 0.1 },
        Superpose = new() { Share = 0.1, CycleEpochs = 8, LowRate = 0.001, HighRate = 0.005, Explore = "cycle-start", ExploreFraction = 0.5, BatchNorm = "both" },
    };

    private static Recipe Dense(string data, string model)
    {
        Recipe sparse = Cifar(data, model, "dense");
        return sparse with { Topology = sparse.Topology with { Sparsity = 0 }, Superpose = sparse.Superpose with { Enabled = false } };
    }

    private static Recipe LargeRate(string model)
    {
        Recipe recipe = Cifar("cifar100", model, "rigl");
        return recipe with { Name = $"{recipe.Name}-large-rate", Superpose = recipe.Superpose with { Rate = "restart", HighRate = 0.1 } };
    }

    private static Recipe MixedCriteria(string model)
    {
        Recipe recipe = Cifar("cifar100", model, "rigl");
        ExploreCriteria high = new() { Drop = "high-magnitude", Grow = "gradient" }, low = new() { Drop = "magnitude", Grow = "random" };
        return recipe with { Name = $"{recipe.Name}-mixed-criteria", Superpose = recipe.Superpose with { ExploreCriteria = [high, low, low] } };
    }

    private static Recipe Swa(string method)
    {
        Recipe recipe = Cifar("cifar100", "resnet50", method);
        return recipe with { Name = $"cifar100-resnet50-swa-{method}", Superpose = recipe.Superpose with { Explore = "never" } };
    }

    // A share of 2/3 would be a hair less than three cycles.
    private static Recipe Edst(string data)
    {
        Recipe recipe = Cifar(data, "wrn-28-10", "rigl");
        return recipe with
        {
            Name = $"{recipe.Name}-edst",
            Topology = recipe.Topology with { Sparsity = 0.8 },
            Schedule = recipe.Schedule with { Epochs = 450, Milestones = [] },
            Superpose = recipe.Superpose with { Share = 0.67, CycleEpochs = 100, Rate = "edst", LowRate = 0.001, HighRate = 0.01, Explore = "cycle-end", ExploreFraction = 0.8, UpdateInCycles = true },
        };
    }

    private static Recipe Distilled()
    {
        Recipe recipe = Cifar("cifar100", "vgg16", "rigl");
        return recipe with
        {
            Name = $"{recipe.Name}-distilled",
            // Trained like a baseline: decision 56.
            Method = recipe.Method with { DropSchedule = "cosine" },
            Superpose = recipe.Superpose with { Enabled = false },
            Distill = new() { Teachers = ["runs/cifar100-vgg16-rigl"], Temperature = 4 },
        };
    }

    private static Recipe Snfs()
    {
        Recipe recipe = ImageNet("snfs");
        return recipe with { Method = recipe.Method with { UpdateInterval = 10_009, StopShare = 0.99 }, Superpose = recipe.Superpose with { Enabled = false } };
    }

    private static Recipe Dsr()
    {
        Recipe recipe = ImageNet("dsr");
        return recipe with
        {
            Topology = recipe.Topology with { Allocation = "uniform", KeepDense = ["conv1"] },
            Method = recipe.Method with { UpdateInterval = 1000, Dsr = new() { Threshold = 0.001, Target = 400_000, PeriodDoublesAt = [0.25, 0.5, 0.75], EndShare = 0.95 } },
            Optimizer = recipe.Optimizer with { Nesterov = true, Decay = "all", LabelSmoothing = 0 },
            Schedule = recipe.Schedule with { Batch = 256, WarmupEpochs = 0, MilestoneEpochs = [30, 60, 90] },
            Superpose = recipe.Superpose with { Enabled = false },
        };
    }

    private static Recipe SmallDense()
    {
        Recipe recipe = ImageNet("small-dense");
        return recipe with { Superpose = recipe.Superpose with { Enabled = false } };
    }

    private static Recipe ImageNet(string method) => new()
    {
        Name = $"imagenet-resnet50-{method}",
        Seed = 17,
        Data = new() { Name = "imagefolder", Folder = "data/imagenet", DropLast = true, ImageSize = 224, Workers = 2 },
        Model = new() { Name = "resnet50" },
        Topology = new() { Sparsity = 0.8, Allocation = "erk", Counts = "exact" },
        Method = new()
        {
            Name = method,
            UpdateInterval = 4000,
            DropFraction = 0.5,
            DropSchedule = "cosine",
            GraNet = new() { InitialSparsity = 0.5, StartEpoch = 0, EndEpoch = 30 },
        },
        Optimizer = new() { Name = "sgd", Momentum = 0.9, Nesterov = false, WeightDecay = 1e-4, Decay = "no-norm", LabelSmoothing = 0.1 },
        Schedule = new() { Epochs = 100, Batch = 128, LearningRate = 0.1, WarmupEpochs = 5, MilestoneEpochs = [30, 60, 85], Factor = 0.1 },
        Superpose = new() { Share = 0.08, CycleEpochs = 2, LowRate = 1e-4, HighRate = 5e-4, Explore = "cycle-start", ExploreFraction = 0.5, BatchNorm = "both" },
    };
}
