using System.Text.Json;

namespace SupTickets.Tests.Cli.Commands;

public sealed class InspectCommandTests
{
    [Fact]
    public void The_json_has_the_keys_that_others_rely_on_and_the_count_is_exact()
    {
        JsonElement report = Tool.Json(
            "inspect", "--model", "resnet20", "--input", "3x32x32", "--classes", "10", "--init", "erk", "--sparsity", "0.95");
        Assert.Equal(["model", "input", "classes", "init", "sparsity", "layers", "totals", "warnings"], report.Keys());
        Assert.Equal(["name", "shape", "parameters", "connections", "density", "macs", "sparse"], report.GetProperty("layers")[0].Keys());
        JsonElement totals = report.GetProperty("totals");
        Assert.Equal(
            ["sparsifiable", "connections", "density", "allParameters", "inferenceFlops", "denseInferenceFlops", "inferenceFlopsRatio"],
            totals.Keys().Take(7));
        Assert.Equal((long)(totals.GetProperty("sparsifiable").GetInt64() * 0.05), totals.GetProperty("connections").GetInt64());
        Assert.Equal(totals.GetProperty("connections").GetInt64(), report.GetProperty("layers").EnumerateArray().Sum(
            layer => layer.GetProperty("connections").GetInt64()));
        Assert.Equal("3x32x32", report.GetProperty("input").GetString());
    }

    [Fact]
    public void The_table_has_a_row_for_each_layer()
    {
        var (code, output, error) = Tool.Run("inspect", "--model", "lenet-300-100", "--input", "1x28x28", "--sparsity", "0.9");
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("300x784", output, StringComparison.Ordinal);
        Assert.Contains("235,200", output, StringComparison.Ordinal);
        Assert.Contains("26,620", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_budget_that_leaves_a_layer_without_a_connection_is_told_of()
    {
        string[] request = ["inspect", "--model", "lenet5", "--init", "uniform", "--sparsity", "0.9999"];
        var (code, _, error) = Tool.Run(request);
        Assert.Equal(0, code);
        Assert.StartsWith(
            "suptickets: warning: layers 'conv1', 'fc2' have no connection, so that nothing passes through them: lower topology.sparsity",
            error, StringComparison.Ordinal);
        Assert.Equal(error["suptickets: warning: ".Length..].TrimEnd(), Tool.Json(request).GetProperty("warnings")[0].GetString());
        Assert.Equal(0, Tool.Json("inspect", "--model", "lenet5").GetProperty("warnings").GetArrayLength());
    }

    [Theory]
    [InlineData("--model vgg17", "unknown model 'vgg17'; known: vgg16, ")]
    [InlineData("--model vgg16 --init erq", "unknown allocation 'erq'; known: er")]
    [InlineData("--model vgg16 --input 3x8x8", "vgg16 takes images of 32 to 63 pixels on each side, not 3x8x8")]
    [InlineData(
        "--model vgg16 --width 1e300",
        "vgg16 of width 1E+300 for 3x32x32 and 10 classes has a layer of more channels than an int can number")]
    [InlineData(
        "--model vgg16 --classes 2147483647", "vgg16 of width 1 for 3x32x32 and 2147483647 classes has a layer that is too large: ")]
    public void A_network_that_cannot_be_is_refused(string arguments, string message) =>
        Assert.StartsWith(message, Tool.Refused(["inspect", .. arguments.Split(' ')]), StringComparison.Ordinal);
}
