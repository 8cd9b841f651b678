namespace SupTickets.Tests.Cli.Commands;

public sealed class DataFolderArgumentTests
{
    [Theory]
    [InlineData("data verify synthetic")]
    [InlineData("train --dry-run")]
    [InlineData("train cifar10-resnet50-rigl --data synthetic --dry-run")]
    [InlineData("reproduce table-8 --scale tiny --dry-run")]
    public void A_folder_for_data_that_lies_in_none_is_refused(string arguments) => Assert.Equal(
        "--data-dir: got 'x'; allowed: nothing, since the data is synthetic, which lies in no folder",
        Tool.Refused([.. arguments.Split(' '), "--data-dir", "x"]));
}
