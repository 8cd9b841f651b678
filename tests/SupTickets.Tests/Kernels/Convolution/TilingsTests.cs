using SupTickets.Kernels.Convolution;

namespace SupTickets.Tests.Kernels.Convolution;

/// <summary>How much a tile of 1×1 layers packs: what memory likes, if threads have enough to take.</summary>
public sealed class TilingsTests
{
    [Theory]
    // A mebibyte holds 64 positions of 256 channels, 32 of 512, 8 of 2048; no tile has more than 64.
    [InlineData(64, 64, 32, 64)]
    [InlineData(64, 256, 32, 64)]
    [InlineData(128, 512, 32, 32)]
    [InlineData(512, 2048, 32, 8)]
    // Sixteen tiles of a batch's positions: 4 blocks of 64, of 16, and one of 64.
    [InlineData(64, 256, 8, 16)]
    [InlineData(64, 256, 4, 4)]
    [InlineData(16, 256, 8, 4)]
    // Fewer positions than tiles.
    [InlineData(16, 64, 2, 1)]
    public void A_tile_of_points_takes_a_mebibyte_and_leaves_sixteen(int samples, int channels, int side, int positions)
    {
        ConvolutionShape shape = new(channels, channels, ConvolutionAxis.Point, ConvolutionAxis.Point);
        Tilings sizes = Tilings.Of(shape, new(samples, channels, side, side), connections: channels * channels / 10);
        Assert.Equal((positions, positions), (sizes.Points!.Value.Forward.Positions, sizes.Points.Value.InputGradient.Positions));
    }
}
