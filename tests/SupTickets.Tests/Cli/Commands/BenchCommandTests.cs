using System.Text.Json;
using SupTickets.Kernels.Vectors;

namespace SupTickets.Tests.Cli.Commands;

/// <summary>What <c>bench</c> writes and refuses. Its commands set the number of threads of this process.</summary>
[Collection(nameof(WholeRuns))]
public sealed class BenchCommandTests
{
    private static readonly string[] SingleStep =
    [
        "model", "batch", "sparsity", "threads", "dense", "sparse", "speedup", "flopsRatio", "efficiency", "layers", "engine", "steps",
        "kernels",
        "kernelStepSeconds", "machine", "processor", "vectorBits", "libTorch",
    ];
    private static readonly string[] TinyStep = ["bench", "step", "--model", "lenet-300-100", "--batch", "4", "--threads", "1"];

    [Fact]
    public void A_step_at_one_sparsity_has_the_keys_that_others_rely_on()
    {
        JsonElement bench = Tool.Json([.. TinyStep, "--sparsity", "0.9"]);
        Assert.Equal(SingleStep, bench.Keys());
        Assert.Equal(0.9, bench.GetProperty("sparsity").GetDouble());
        Assert.True(bench.GetProperty("dense").GetProperty("medianSeconds").GetDouble() > 0);
        Assert.Equal(0.1, bench.GetProperty("flopsRatio").GetDouble(), 1e-5);
        Assert.Equal(3, bench.GetProperty("layers").GetArrayLength());
        RequireMachine(bench);
        Assert.StartsWith("unknown engine 'fast'", Tool.Refused("bench", "step", "--engine", "fast"), StringComparison.Ordinal);
    }

    private static void RequireMachine(JsonElement bench)
    {
        JsonElement machine = bench.GetProperty("machine");
        Assert.Equal(
            [
                "processor", "cores", "threads", "memoryBytes", "vectorBits", "caches", "libTorch", "libTorchCheck", "firstLevelGflops",
                "secondLevelGflops", "readGigabytes", "copyGigabytes",
            ],
            machine.Keys());
        foreach (string same in new[] { "processor", "vectorBits", "libTorch" })
            Assert.True(JsonElement.DeepEquals(bench.GetProperty(same), machine.GetProperty(same)), same);
        Assert.Equal(Environment.ProcessorCount, machine.GetProperty("cores").GetInt32());
        Assert.True(machine.GetProperty("memoryBytes").GetInt64() > 1 << 20);
        // What other tests had checked counts too.
        string check = machine.GetProperty("libTorch").GetProperty("checked").GetInt32() > 0 ? "passed" : "none";
        Assert.Equal(check, machine.GetProperty("libTorchCheck").GetString());
        Assert.Equal(JsonValueKind.Null, machine.GetProperty("readGigabytes").ValueKind);
        JsonElement caches = machine.GetProperty("caches");
        Assert.Equal(Processor.Current.HidesCaches || Processor.Current.Caches is null, caches.ValueKind == JsonValueKind.Null);
        if (caches.ValueKind == JsonValueKind.Null) return;
        Assert.All(caches.EnumerateArray(), cache => Assert.Equal(["level", "kind", "bytes", "sharedBy"], cache.Keys()));
    }

    [Fact]
    public void Costs_that_could_not_be_kept_are_not_measured()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "places of Linux");
        string refusal = Tool.Refused("bench", "calibrate", "--out", "/dev/null/x/costs.json");
        Assert.StartsWith("--out: '/dev/null/x/costs.json' cannot be written: ", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Steps_at_several_sparsities_are_each_told_as_alone_beside_one_dense_network()
    {
        JsonElement bench = Tool.Json([.. TinyStep, "--sparsity", "0.5", "0.9", "--sparsity", "0.98"]);
        Assert.Equal(
            ["model", "batch", "threads", "dense", "steps", "processor", "vectorBits", "libTorch", "machine", "sparsities"], bench.Keys());
        JsonElement[] each = [.. bench.GetProperty("sparsities").EnumerateArray()];
        Assert.Equal([0.5, 0.9, 0.98], each.Select(one => one.GetProperty("sparsity").GetDouble()));
        foreach (JsonElement one in each)
        {
            Assert.Equal(SingleStep, one.Keys());
            foreach (string shared in new[] { "model", "batch", "threads", "dense", "steps" })
                Assert.Equal(bench.GetProperty(shared).GetRawText(), one.GetProperty(shared).GetRawText().Replace(
                    "\n    ", "\n", StringComparison.Ordinal));
            double sparsity = one.GetProperty("sparsity")
                .GetDouble(), sparse = one.GetProperty("sparse").GetProperty("medianSeconds").GetDouble();
            Assert.Equal(1 - sparsity, one.GetProperty("flopsRatio").GetDouble(), 1e-4);
            Assert.Equal(
                bench.GetProperty("dense").GetProperty("medianSeconds").GetDouble() / sparse, one.GetProperty("speedup").GetDouble(), 1e-9);
            Assert.Equal(3, one.GetProperty("layers").GetArrayLength());
        }
    }

    [Fact]
    public void For_people_there_is_a_line_and_a_table_of_layers_for_each_sparsity()
    {
        var (code, output, error) = Tool.Run([.. TinyStep, "--sparsity", "0.5", "0.9"]);
        Assert.Equal((0, ""), (code, error));
        string[] lines = [.. output.Split('\n').Select(line => line.Trim())];
        Assert.Equal(["layers at sparsity 0.5:", "layers at sparsity 0.9:"], lines.Where(
            line => line.StartsWith("layers at", StringComparison.Ordinal)));
        Assert.Equal(6, lines.Count(line => line.StartsWith("fc", StringComparison.Ordinal)));
        int steps = Array.FindIndex(lines, line =>
            line.StartsWith("training step: lenet-300-100, batch 4, sparsity 0.5, 0.9; threads 1,", StringComparison.Ordinal));
        Assert.Equal(["0.5", "0.9"], lines[steps..].Select(line => line.Split(' ')[0]).Where(
            word => word.StartsWith("0.", StringComparison.Ordinal)));
    }

    [Fact]
    public void Kernels_of_a_step_have_their_figures_beside_those_of_the_machine()
    {
        string[] request = [.. TinyStep, "--sparsity", "0.9", "--engine", "sparse", "--no-layers", "--kernels"];
        JsonElement bench = Tool.Json(request);
        JsonElement[] kernels = [.. bench.GetProperty("kernels").EnumerateArray()];
        Assert.All(
            kernels, kernel => Assert.Equal(["kernel", "height", "width", "seconds", "gflops", "gigabytesPerSecond"], kernel.Keys()));
        Assert.Superset(
            new HashSet<string?>(["forward 1x1", "weight gradient 1x1", "input gradient 1x1", "ReLU", "ReLU gradient"]),
            kernels.Select(kernel => kernel.GetProperty("kernel").GetString()).ToHashSet());
        double[] seconds = [.. kernels.Select(kernel => kernel.GetProperty("seconds").GetDouble())];
        Assert.Equal(seconds.OrderDescending(), seconds);
        Assert.InRange(seconds.Sum(), 0, bench.GetProperty("kernelStepSeconds").GetDouble());
        Assert.All(["firstLevelGflops", "secondLevelGflops", "readGigabytes", "copyGigabytes"], figure =>
            Assert.True(bench.GetProperty("machine").GetProperty(figure).GetDouble() > 0, figure));

        var (code, output, error) = Tool.Run(request);
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("where the time of a step goes at sparsity 0.9, means of 7 steps of ", output, StringComparison.Ordinal);
        Assert.Contains("everything else", output, StringComparison.Ordinal);
        Assert.Contains($"on {Processor.Current.Name}: ", output, StringComparison.Ordinal);
        Assert.Contains($"vectors of {VectorWidth.Bits} bits, 1 thread", output, StringComparison.Ordinal);
        Assert.Contains("; check: ", output, StringComparison.Ordinal);
        Assert.Contains("reading memory", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_that_is_computed_densely_has_no_kernels_and_says_so()
    {
        string[] request = [.. TinyStep, "--sparsity", "0.9", "--engine", "dense", "--no-layers", "--kernels"];
        Assert.Contains("no kernels at sparsity 0.9: the network is computed densely", Tool.Run(request).Out, StringComparison.Ordinal);
        JsonElement bench = Tool.Json(request);
        Assert.Equal(0, bench.GetProperty("kernels").GetArrayLength());
        Assert.True(bench.GetProperty("machine").GetProperty("readGigabytes").GetDouble() > 0);
    }

    [Theory]
    [InlineData("16x8x3x3", new[] { "--side", "8", "--stride", "2" }, new long[] { 16, 8, 3, 3 })]
    [InlineData("32x16", new string[0], new long[] { 32, 16 })]
    public void A_layer_has_its_shape_and_positive_figures(string weight, string[] more, long[] shape)
    {
        JsonElement layer = Tool.Json(
            ["bench", "layer", "--weight", weight, "--batch", "4", "--sparsity", "0.75", "--threads", "1", .. more]);
        Assert.Equal(
            ["name", "shape", "density", "engine", "denseSeconds", "sparseSeconds", "denseGflops", "sparseGflops", "kernels", "speedup"],
            layer.Keys());
        Assert.All(["outputs", "weights"], passes => Assert.Contains(
            layer.GetProperty("kernels").GetProperty(passes).GetString(), new[] { "gather", "panel" }));
        Assert.Equal(shape, layer.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64()));
        Assert.Equal(0.25, layer.GetProperty("density").GetDouble());
        foreach (string figure in new[] { "denseSeconds", "sparseSeconds", "denseGflops", "sparseGflops", "speedup" })
            Assert.True(layer.GetProperty(figure).GetDouble() > 0, figure);
    }

    [Theory]
    [InlineData("bench layer --weight 128x128 --side 8", "--side: got 8, but --weight 128x128 is a linear layer")]
    [InlineData("bench layer --weight 128x128 --stride 1", "--stride: got 1, but --weight 128x128 is a linear layer")]
    [InlineData("bench layer --weight 128x128x3", "--weight: got 128x128x3; allowed: 2 or 4 positive whole numbers")]
    [InlineData("bench layer --weight 128x0x3x3", "--weight: got 128x0x3x3; allowed: 2 or 4 positive whole numbers")]
    [InlineData("bench layer --weight 65536x65536", "--weight: got 65536x65536; allowed: 2 or 4 positive whole numbers")]
    [InlineData("bench layer --weight [128,128]", "--weight: got [128,128]; allowed: 2 or 4 positive whole numbers")]
    [InlineData("bench layer --side 46341 --batch 1 --threads 1", "the input of 1 samples of 128x46341x46341 takes ")]
    [InlineData("bench layer --stride 99", "the stride is 99; allowed: at most the input's side, 16")]
    [InlineData("bench layer --weight 1x1x99x99", "the kernel of [1, 1, 99, 99] is larger than the padded input; allowed: ")]
    [InlineData("bench step --model vgg61", "unknown model 'vgg61'; known: vgg16, ")]
    [InlineData("bench step --init zz", "unknown allocation 'zz'; known: ")]
    [InlineData("bench step --model vgg16 --input 3x8x8", "vgg16 takes images of 32 to 63 pixels on each side, not 3x8x8")]
    [InlineData(
        "bench step --batch 2000000000",
        "a batch of 2000000000 images of 3x32x32 has 6144000000000 numbers; at most 268435456 are timed: take a smaller batch")]
    [InlineData("bench step --sparsity 0.9 1.0", "--sparsity: got 1.0; allowed: a number in [0, 1)")]
    [InlineData("bench step --sparsity", "--sparsity: got no value; allowed: SHARE...: Share of connections that are absent")]
    public void What_cannot_be_measured_is_refused(string arguments, string message) =>
        Assert.Contains(message, Tool.Refused(arguments.Split(' ')), StringComparison.Ordinal);
}
