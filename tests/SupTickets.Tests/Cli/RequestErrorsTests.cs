namespace SupTickets.Tests.Cli;

public sealed class RequestErrorsTests
{
    [Theory]
    [InlineData("trian", "unknown command 'trian'; did you mean 'train'?")]
    [InlineData("train --modle vgg16", "unknown option '--modle'; did you mean '--model'?")]
    [InlineData("inspect --model vgg16 --sparsty 0.5", "unknown option '--sparsty'; did you mean '--sparsity'?")]
    [InlineData("train --epochs 3 --epochs 4", "--epochs: got 2 values, '3', '4'; allowed: one")]
    [InlineData("train --epochs", "--epochs: got no value; allowed: N: Passes over the training data")]
    [InlineData("resume", "DIR: got nothing; allowed: Run folder of an unfinished run")]
    [InlineData("inspect", "--model: got no value; allowed: NAME: Architecture, see 'suptickets list models'")]
    [InlineData("inspect --model vgg16 --sparsity 1.0", "--sparsity: got 1.0; allowed: a number in [0, 1)")]
    [InlineData("inspect --model vgg16 --sparsity -0.1", "--sparsity: got -0.1; allowed: a number in [0, 1)")]
    [InlineData("inspect --model vgg16 --sparsity NaN", "--sparsity: got NaN; allowed: a number in [0, 1)")]
    [InlineData("inspect --model vgg16 --width 0", "--width: got 0; allowed: a finite number above 0")]
    [InlineData("inspect --model vgg16 --classes 0", "--classes: got 0; allowed: a whole number of at least 1")]
    [InlineData(
        "inspect --model vgg16 --input 3x32",
        "--input: an input shape is written CHANNELSxHEIGHTxWIDTH, as in 3x32x32, and has at most 2147483647 numbers, not '3x32'")]
    [InlineData("bench step --batch 0", "--batch: got 0; allowed: a whole number of at least 1")]
    [InlineData("bench step --threads -1", "--threads: got -1; allowed: a whole number from 0 to 1024")]
    [InlineData("eval x --threads two", "--threads: got two; allowed: a whole number from 0 to 1024")]
    [InlineData("eval x --device gpu", "--device: got gpu; allowed: cpu, cuda, or cuda:N")]
    [InlineData("bench layer --device cuda", "--device: got cuda; allowed: cpu, since the sparse engine's kernels")]
    [InlineData("sweep x --run two", "--run: got two; allowed: the index of a run")]
    [InlineData("train one two", "unexpected argument 'two'; allowed: one RECIPE, and options")]
    [InlineData("list models two", "unexpected argument 'two'; allowed: options alone")]
    [InlineData("train --modle=vgg16", "unknown option '--modle=vgg16'; did you mean '--model'?")]
    [InlineData("reproduce table1", "unknown table or figure 'table1'; known: ")]
    [InlineData("train --data-dir=", "--data-dir: got no value; allowed: DIR: ")]
    [InlineData("list", "a command is missing; known: methods, models, data, presets, optimizers, averaging, allocations")]
    [InlineData("list method", "unknown command 'method'; did you mean 'methods'?")]
    [InlineData("train @missing.json", "RECIPE: got '@missing.json', which is neither a file nor a preset")]
    public void A_wrong_command_line_is_refused_with_what_is_allowed(string arguments, string message) =>
        Assert.StartsWith(message, Tool.Refused(arguments.Split(' ')), StringComparison.Ordinal);

    [Theory]
    [InlineData("reproduce table1", "; did you mean 'table-1'?")]
    [InlineData("reproduce table-1 --scale tny", "; did you mean 'tiny'?")]
    [InlineData("compare x --metric tpo1", "; did you mean 'top1'?")]
    [InlineData("bench step --engine sprase", "; did you mean 'sparse'?")]
    [InlineData("bench step --init ERK", "; did you mean 'erk'?")]
    [InlineData("data fetch cifar_10", "; did you mean 'cifar10'?")]
    [InlineData("inspect --model wrn28-10", "; did you mean 'wrn-28-10'?")]
    public void Every_table_suggests_the_name_that_was_meant(string arguments, string hint) =>
        Assert.Contains(hint, Tool.Refused(arguments.Split(' ')), StringComparison.Ordinal);

    [Fact]
    public void All_errors_are_listed_and_the_help_is_named()
    {
        string message = Tool.Refused("inspect", "--model", "vgg16", "--sparsity", "2", "--classes", "-1");
        Assert.Equal(
            [
                "--classes: got -1; allowed: a whole number of at least 1", "--sparsity: got 2; allowed: a number in [0, 1)",
                "see: suptickets inspect --help"],
            message.Split('\n').Select(line => line.Trim()).Order(StringComparer.Ordinal));
    }
}
