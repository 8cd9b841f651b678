using System.Runtime.Intrinsics;
using SupTickets.Kernels.Vectors;

namespace SupTickets.Tests.Kernels;

/// <summary>Runs one operation in several ways from the same start and asserts the same bits.</summary>
internal static class Agreement
{
    /// <summary>Every tier, emulated where the machine lacks it, against the scalar one.</summary>
    public static void OfTiers<TKernel>(TKernel kernel, params AlignedFloats[] outputs)
        where TKernel : struct, ITieredKernel =>
        Of(
            outputs,
            () => kernel.Run<float, TierScalar>(),
            () => kernel.Run<Vector128<float>, Tier128>(),
            () => kernel.Run<Vector256<float>, Tier256>(),
            () => kernel.Run<Vector512<float>, Tier512>());

    /// <summary>Two and three threads against one.</summary>
    public static void OfThreads(Action<int> run, params AlignedFloats[] outputs) => Of(outputs, () => run(1), () => run(2), () => run(3));

    private static void Of(AlignedFloats[] outputs, params Action[] ways)
    {
        float[][] before = [.. outputs.Select(output => output.Span.ToArray())];
        int[][]? expected = null;
        foreach (Action way in ways)
        {
            for (int i = 0; i < outputs.Length; i++) before[i].CopyTo(outputs[i].Span);
            way();
            int[][] actual = [.. outputs.Select(output => Numbers.Bits(output.Span.ToArray()))];
            expected ??= actual;
            Assert.Equal(expected, actual);
        }
    }
}
