using System.Runtime.CompilerServices;
using SupTickets.Kernels.Layout;
using SupTickets.Kernels.Vectors;

namespace SupTickets.Kernels.Convolution;

/// <summary>
/// The inner loop of dense gathers: four rows and a few vectors of positions stay in registers, so that each vector of the input serves
/// four multiply-adds and each weight as many as there are vectors.
/// </summary>
internal static unsafe class PanelLoop
{
    // With vectors of all lanes, four of them and four rows keep 16 sums in 32 registers; shorter ones have 16 registers.
    private const int WideGroup = 4, NarrowGroup = 3;

    /// <summary>Vectors of a group, for vectors of <paramref name="width"/>.</summary>
    public static int GroupOf(int width) => width == BlockedShape.Lanes ? WideGroup : NarrowGroup;

    /// <summary>Computes a group's sums of a panel.</summary>
    /// <param name="panel">The rows.</param>
    /// <param name="packed">What the panel's offsets count from.</param>
    /// <param name="read">For each vector of the group where it is read, from there on.</param>
    /// <param name="write">For each where a row has its sums; −1 where nobody wants them.</param>
    /// <param name="beyond">A vector's memory for sums that nobody wants.</param>
    public static void Run<TVector, TTier>(in Panel panel, float* packed, int* read, int* write, float* beyond)
        where TVector : struct
        where TTier : ITier<TVector>
    {
        if (TTier.Width == BlockedShape.Lanes) Wide<TVector, TTier>(panel, packed, read, write, beyond);
        else Narrow<TVector, TTier>(panel, packed, read, write, beyond);
    }

    // Four rows by four vectors.
    private static void Wide<TVector, TTier>(in Panel panel, float* packed, int* read, int* write, float* beyond)
        where TVector : struct
        where TTier : ITier<TVector>
    {
        float* w0 = panel.Weights0, w1 = panel.Weights1, w2 = panel.Weights2, w3 = panel.Weights3;
        float* p0 = packed + read[0], p1 = packed + read[1], p2 = packed + read[2], p3 = packed + read[3];
        TVector a00, a01, a02, a03;
        TVector a10, a11, a12, a13;
        TVector a20, a21, a22, a23;
        TVector a30, a31, a32, a33;
        if (panel.Continues)
        {
            a00 = TTier.Load(At(panel.From0, write[0], beyond));
            a01 = TTier.Load(At(panel.From0, write[1], beyond));
            a02 = TTier.Load(At(panel.From0, write[2], beyond));
            a03 = TTier.Load(At(panel.From0, write[3], beyond));
            a10 = TTier.Load(At(panel.From1, write[0], beyond));
            a11 = TTier.Load(At(panel.From1, write[1], beyond));
            a12 = TTier.Load(At(panel.From1, write[2], beyond));
            a13 = TTier.Load(At(panel.From1, write[3], beyond));
            a20 = TTier.Load(At(panel.From2, write[0], beyond));
            a21 = TTier.Load(At(panel.From2, write[1], beyond));
            a22 = TTier.Load(At(panel.From2, write[2], beyond));
            a23 = TTier.Load(At(panel.From2, write[3], beyond));
            a30 = TTier.Load(At(panel.From3, write[0], beyond));
            a31 = TTier.Load(At(panel.From3, write[1], beyond));
            a32 = TTier.Load(At(panel.From3, write[2], beyond));
            a33 = TTier.Load(At(panel.From3, write[3], beyond));
        }
        else
        {
            a00 = a01 = a02 = a03 = TTier.Broadcast(panel.Start0);
            a10 = a11 = a12 = a13 = TTier.Broadcast(panel.Start1);
            a20 = a21 = a22 = a23 = TTier.Broadcast(panel.Start2);
            a30 = a31 = a32 = a33 = TTier.Broadcast(panel.Start3);
        }

        for (nint i = 0; i < panel.Count; i++)
        {
            nint offset = panel.Offsets[i];
            TVector x0 = TTier.Load(p0 + offset), x1 = TTier.Load(p1 + offset), x2 = TTier.Load(p2 + offset), x3 = TTier.Load(p3 + offset);
            TVector value = TTier.Broadcast(w0[i]);
            a00 = TTier.MultiplyAdd(x0, value, a00);
            a01 = TTier.MultiplyAdd(x1, value, a01);
            a02 = TTier.MultiplyAdd(x2, value, a02);
            a03 = TTier.MultiplyAdd(x3, value, a03);
            value = TTier.Broadcast(w1[i]);
            a10 = TTier.MultiplyAdd(x0, value, a10);
            a11 = TTier.MultiplyAdd(x1, value, a11);
            a12 = TTier.MultiplyAdd(x2, value, a12);
            a13 = TTier.MultiplyAdd(x3, value, a13);
            value = TTier.Broadcast(w2[i]);
            a20 = TTier.MultiplyAdd(x0, value, a20);
            a21 = TTier.MultiplyAdd(x1, value, a21);
            a22 = TTier.MultiplyAdd(x2, value, a22);
            a23 = TTier.MultiplyAdd(x3, value, a23);
            value = TTier.Broadcast(w3[i]);
            a30 = TTier.MultiplyAdd(x0, value, a30);
            a31 = TTier.MultiplyAdd(x1, value, a31);
            a32 = TTier.MultiplyAdd(x2, value, a32);
            a33 = TTier.MultiplyAdd(x3, value, a33);
        }

        TTier.Store(a00, At(panel.To0, write[0], beyond));
        TTier.Store(a01, At(panel.To0, write[1], beyond));
        TTier.Store(a02, At(panel.To0, write[2], beyond));
        TTier.Store(a03, At(panel.To0, write[3], beyond));
        TTier.Store(a10, At(panel.To1, write[0], beyond));
        TTier.Store(a11, At(panel.To1, write[1], beyond));
        TTier.Store(a12, At(panel.To1, write[2], beyond));
        TTier.Store(a13, At(panel.To1, write[3], beyond));
        TTier.Store(a20, At(panel.To2, write[0], beyond));
        TTier.Store(a21, At(panel.To2, write[1], beyond));
        TTier.Store(a22, At(panel.To2, write[2], beyond));
        TTier.Store(a23, At(panel.To2, write[3], beyond));
        TTier.Store(a30, At(panel.To3, write[0], beyond));
        TTier.Store(a31, At(panel.To3, write[1], beyond));
        TTier.Store(a32, At(panel.To3, write[2], beyond));
        TTier.Store(a33, At(panel.To3, write[3], beyond));
    }

    // Four rows by three vectors.
    private static void Narrow<TVector, TTier>(in Panel panel, float* packed, int* read, int* write, float* beyond)
        where TVector : struct
        where TTier : ITier<TVector>
    {
        float* w0 = panel.Weights0, w1 = panel.Weights1, w2 = panel.Weights2, w3 = panel.Weights3;
        float* p0 = packed + read[0], p1 = packed + read[1], p2 = packed + read[2];
        TVector a00, a01, a02;
        TVector a10, a11, a12;
        TVector a20, a21, a22;
        TVector a30, a31, a32;
        if (panel.Continues)
        {
            a00 = TTier.Load(At(panel.From0, write[0], beyond));
            a01 = TTier.Load(At(panel.From0, write[1], beyond));
            a02 = TTier.Load(At(panel.From0, write[2], beyond));
            a10 = TTier.Load(At(panel.From1, write[0], beyond));
            a11 = TTier.Load(At(panel.From1, write[1], beyond));
            a12 = TTier.Load(At(panel.From1, write[2], beyond));
            a20 = TTier.Load(At(panel.From2, write[0], beyond));
            a21 = TTier.Load(At(panel.From2, write[1], beyond));
            a22 = TTier.Load(At(panel.From2, write[2], beyond));
            a30 = TTier.Load(At(panel.From3, write[0], beyond));
            a31 = TTier.Load(At(panel.From3, write[1], beyond));
            a32 = TTier.Load(At(panel.From3, write[2], beyond));
        }
        else
        {
            a00 = a01 = a02 = TTier.Broadcast(panel.Start0);
            a10 = a11 = a12 = TTier.Broadcast(panel.Start1);
            a20 = a21 = a22 = TTier.Broadcast(panel.Start2);
            a30 = a31 = a32 = TTier.Broadcast(panel.Start3);
        }

        for (nint i = 0; i < panel.Count; i++)
        {
            nint offset = panel.Offsets[i];
            TVector x0 = TTier.Load(p0 + offset), x1 = TTier.Load(p1 + offset), x2 = TTier.Load(p2 + offset);
            TVector value = TTier.Broadcast(w0[i]);
            a00 = TTier.MultiplyAdd(x0, value, a00);
            a01 = TTier.MultiplyAdd(x1, value, a01);
            a02 = TTier.MultiplyAdd(x2, value, a02);
            value = TTier.Broadcast(w1[i]);
            a10 = TTier.MultiplyAdd(x0, value, a10);
            a11 = TTier.MultiplyAdd(x1, value, a11);
            a12 = TTier.MultiplyAdd(x2, value, a12);
            value = TTier.Broadcast(w2[i]);
            a20 = TTier.MultiplyAdd(x0, value, a20);
            a21 = TTier.MultiplyAdd(x1, value, a21);
            a22 = TTier.MultiplyAdd(x2, value, a22);
            value = TTier.Broadcast(w3[i]);
            a30 = TTier.MultiplyAdd(x0, value, a30);
            a31 = TTier.MultiplyAdd(x1, value, a31);
            a32 = TTier.MultiplyAdd(x2, value, a32);
        }

        TTier.Store(a00, At(panel.To0, write[0], beyond));
        TTier.Store(a01, At(panel.To0, write[1], beyond));
        TTier.Store(a02, At(panel.To0, write[2], beyond));
        TTier.Store(a10, At(panel.To1, write[0], beyond));
        TTier.Store(a11, At(panel.To1, write[1], beyond));
        TTier.Store(a12, At(panel.To1, write[2], beyond));
        TTier.Store(a20, At(panel.To2, write[0], beyond));
        TTier.Store(a21, At(panel.To2, write[1], beyond));
        TTier.Store(a22, At(panel.To2, write[2], beyond));
        TTier.Store(a30, At(panel.To3, write[0], beyond));
        TTier.Store(a31, At(panel.To3, write[1], beyond));
        TTier.Store(a32, At(panel.To3, write[2], beyond));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float* At(float* row, int write, float* beyond) => write >= 0 ? row + write : beyond;
}
