namespace SupTickets.Tests.Cli;

public sealed class RequestErrorsTests
{
    [Theory]
    [InlineData("trian", "unknown command 'trian'; did you mean 'train'?")]
    [InlineData("train --modle vgg16", "unknown option '--modle'; did you mean '--model'?")]
    [InlineData("inspect --model vgg16 --sparsty 0.5", "unknown option '--sparsty'; did you mean '--sparsity'?")]
    [InlineData("train one two", "unexpected argument 'two'")]
    [InlineData("train --epochs 3 --epochs 4", "Option '--epochs' expects a single argument but 2 were provided")]
    [InlineData("train --epochs", "Required argument missing for option: '--epochs'")]
    [InlineData("resume", "Required argument missing for command: 'resume'")]
    [InlineData("inspect", "Option '--model' is required")]
    [InlineData("inspect --model vgg16 --sparsity 1.0", "--sparsity: got 1.0; allowed: a number in [0, 1)")]
    [InlineData("inspect --model vgg16 --sparsity -0.1", "--sparsity: got -0.1; allowed: a number in [0, 1)")]
    [InlineData("inspect --model vgg16 --sparsity NaN", "--sparsity: got NaN; allowed: a number in [0, 1)")]
    [InlineData("inspect --model vgg16 --width 0", "--width: got 0; allowed: a finite number above 0")]
    [InlineData("inspect --model vgg16 --classes 0", "--classes: got 0; allowed: a whole number of at least 1")]
    [InlineData("inspect --model vgg16 --input 3x32", "--input: an input shape is written CHANNELSxHEIGHTxWIDTH, as in 3x32x32, not '3x32'")]
    [InlineData("bench step --batch 0", "--batch: got 0; allowed: a whole number of at least 1")]
    [InlineData("bench step --threads -1", "--threads: got -1; allowed: a whole number of at least 0")]
    [InlineData("list", "a command is missing; known: methods, models, data, presets, optimizers, averaging, allocations")]
    [InlineData("list method", "unknown command 'method'; did you mean 'methods'?")]
    [InlineData("train @missing.json", "RECIPE: got '@missing.json', which is neither a file nor a preset")]
    public void A_wrong_command_line_is_refused_with_what_is_allowed(string arguments, string message) =>
        Assert.StartsWith(message, Tool.Refused(arguments.Split(' ')), StringComparison.Ordinal);

    [Fact]
    public void All_errors_are_listed_and_the_help_is_named()
    {
        string message = Tool.Refused("inspect", "--model", "vgg16", "--sparsity", "2", "--classes", "-1");
        Assert.Equal(
            ["--classes: got -1; allowed: a whole number of at least 1", "--sparsity: got 2; allowed: a number in [0, 1)", "see: suptickets inspect --help"],
            message.Split('\n').Select(line => line.Trim()).Order(StringComparer.Ordinal));
    }
}
