using SupTickets.Kernels.Layout;
using SupTickets.Kernels.Norm;
using SupTickets.Kernels.Vectors;

namespace SupTickets.Kernels.Convolution;

/// <summary>Copies the input of one tile, some channels of it, into contiguous memory with zeros where the image ends.</summary>
internal static unsafe class TilePacker
{
    /// <summary>Packs channels [<paramref name="firstChannel"/>, + <paramref name="channels"/>) of a tile.</summary>
    public static void Pack<TVector, TTier>(
        GatherTiling tiling, (int Block, int Row, int Column) tile, int firstChannel, int channels, NormalizedInput source, float* packed)
        where TVector : struct
        where TTier : ITier<TVector>
    {
        if (source.IsAsItLies)
            Pack<TVector, TTier, AsItLies<TVector, TTier>>(tiling, tile, firstChannel, channels, source, packed);
        else if (source.Activation == Activation.Relu)
            Pack<TVector, TTier, Normalized<TVector, TTier, Clip>>(tiling, tile, firstChannel, channels, source, packed);
        else
            Pack<TVector, TTier, Normalized<TVector, TTier, Keep>>(tiling, tile, firstChannel, channels, source, packed);
    }

    private static void Pack<TVector, TTier, TReading>(
        GatherTiling tiling, (int Block, int Row, int Column) tile, int firstChannel, int channels, NormalizedInput source, float* packed)
        where TVector : struct
        where TTier : ITier<TVector>
        where TReading : struct, IReading<TVector, TReading>
    {
        BlockedShape input = tiling.Input;
        WindowAxis vertical = tiling.Vertical;
        WindowAxis horizontal = tiling.Horizontal;
        int top = tile.Row * vertical.Step + vertical.Shift;
        int left = tile.Column * horizontal.Step + horizontal.Shift;
        int blocks = Math.Min(tiling.TileBlocks, input.Blocks - tile.Block);
        nint step = (nint)horizontal.Step * BlockedShape.Lanes;
        for (int channel = 0; channel < channels; channel++)
        {
            TReading reading = TReading.Of(source, firstChannel + channel);
            for (int block = 0; block < blocks; block++)
            {
                float* plane = source.X + (tile.Block + block) * input.BlockLength + (firstChannel + channel) * input.Plane;
                float* target = packed + channel * tiling.PackedChannel + block * tiling.PackedBlock * BlockedShape.Lanes;
                for (int verticalPhase = 0; verticalPhase < vertical.SubImages; verticalPhase++)
                {
                    for (int horizontalPhase = 0; horizontalPhase < horizontal.SubImages; horizontalPhase++)
                    {
                        (int from, int to) = Inside(left + horizontalPhase, horizontal.Step, input.Width, tiling.PackedColumns);
                        for (int row = 0; row < tiling.PackedRows; row++)
                        {
                            int y = top + verticalPhase + row * vertical.Step;
                            bool inside = (uint)y < (uint)input.Height;
                            float* line = plane + ((nint)y * input.Width + left + horizontalPhase) * BlockedShape.Lanes;
                            Row<TVector, TTier, TReading>(
                                reading, line, step, inside ? from : 0, inside ? to : 0, tiling.PackedColumns, target);
                            target += tiling.PackedColumns * BlockedShape.Lanes;
                        }
                    }
                }
            }
        }
    }

    // Which packed columns lie in the image.
    private static (int From, int To) Inside(int first, int step, int width, int columns)
    {
        int from = first >= 0 ? 0 : (-first + step - 1) / step;
        int to = first >= width ? 0 : (width - first + step - 1) / step;
        to = Math.Min(to, columns);
        return from < to ? (from, to) : (0, 0);
    }

    private static void Row<TVector, TTier, TReading>(
        TReading reading, float* line, nint step, int from, int to, int columns, float* target)
        where TVector : struct
        where TTier : ITier<TVector>
        where TReading : struct, IReading<TVector, TReading>
    {
        TVector zero = TTier.Broadcast(0);
        for (int i = 0; i < from * BlockedShape.Lanes; i += TTier.Width) TTier.Store(zero, target + i);
        if (step == BlockedShape.Lanes)
        {
            for (int i = from * BlockedShape.Lanes; i < to * BlockedShape.Lanes; i += TTier.Width)
                TTier.Store(reading.Read(line + i), target + i);
        }
        else
        {
            for (int column = from; column < to; column++)
            {
                for (int i = 0; i < BlockedShape.Lanes; i += TTier.Width)
                    TTier.Store(reading.Read(line + column * step + i), target + column * BlockedShape.Lanes + i);
            }
        }

        for (int i = to * BlockedShape.Lanes; i < columns * BlockedShape.Lanes; i += TTier.Width) TTier.Store(zero, target + i);
    }
}
