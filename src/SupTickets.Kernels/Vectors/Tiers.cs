using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SupTickets.Kernels.Vectors;

/// <summary>One width of vector: what a kernel is written in, once for all instruction sets.</summary>
/// <typeparam name="TVector">The vector.</typeparam>
internal unsafe interface ITier<TVector>
    where TVector : struct
{
    /// <summary>Floats in a vector: 16, 8, 4 or 1.</summary>
    static abstract int Width { get; }

    static abstract TVector Load(float* source);

    /// <summary>As many bytes as the vector is wide, each as a float, which is exact.</summary>
    static abstract TVector LoadBytes(byte* source);

    static abstract void Store(TVector value, float* target);

    static abstract TVector Broadcast(float value);

    static abstract TVector Add(TVector a, TVector b);

    static abstract TVector Subtract(TVector a, TVector b);

    static abstract TVector Multiply(TVector a, TVector b);

    /// <summary>a · b + c, rounded once.</summary>
    static abstract TVector MultiplyAdd(TVector a, TVector b, TVector c);

    static abstract TVector Max(TVector a, TVector b);

    /// <summary>Where <paramref name="gate"/> is above zero, <paramref name="value"/>; elsewhere 0.</summary>
    static abstract TVector WherePositive(TVector gate, TVector value);

    /// <summary>The sum of the elements.</summary>
    static abstract float Sum(TVector value);

    /// <summary>The four sums of a, b, c and d.</summary>
    static abstract Vector128<float> Sums(TVector a, TVector b, TVector c, TVector d);
}

/// <summary>512 bits.</summary>
internal readonly unsafe struct Tier512 : ITier<Vector512<float>>
{
    public static int Width => Vector512<float>.Count;

    public static Vector512<float> Load(float* source) => Vector512.Load(source);

    public static Vector512<float> LoadBytes(byte* source)
    {
        var words = Vector256.WidenLower(Vector128.Load(source).ToVector256Unsafe());
        return Vector512.ConvertToSingle(Vector512.WidenLower(words.ToVector512Unsafe()).AsInt32());
    }

    public static void Store(Vector512<float> value, float* target) => value.Store(target);

    public static Vector512<float> Broadcast(float value) => Vector512.Create(value);

    public static Vector512<float> Add(Vector512<float> a, Vector512<float> b) => a + b;

    public static Vector512<float> Subtract(Vector512<float> a, Vector512<float> b) => a - b;

    public static Vector512<float> Multiply(Vector512<float> a, Vector512<float> b) => a * b;

    public static Vector512<float> MultiplyAdd(Vector512<float> a, Vector512<float> b, Vector512<float> c) =>
        Vector512.FusedMultiplyAdd(a, b, c);

    public static Vector512<float> Max(Vector512<float> a, Vector512<float> b) => Vector512.Max(a, b);

    public static Vector512<float> WherePositive(Vector512<float> gate, Vector512<float> value) =>
        Vector512.GreaterThan(gate, Vector512<float>.Zero) & value;

    public static float Sum(Vector512<float> value) => Tier256.Sum(value.GetLower() + value.GetUpper());

    public static Vector128<float> Sums(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d) =>
        Tier256.Sums(a.GetLower() + a.GetUpper(), b.GetLower() + b.GetUpper(), c.GetLower() + c.GetUpper(), d.GetLower() + d.GetUpper());
}

/// <summary>256 bits.</summary>
internal readonly unsafe struct Tier256 : ITier<Vector256<float>>
{
    public static int Width => Vector256<float>.Count;

    public static Vector256<float> Load(float* source) => Vector256.Load(source);

    public static Vector256<float> LoadBytes(byte* source)
    {
        var words = Vector128.WidenLower(Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<ulong>(source)).AsByte());
        return Vector256.ConvertToSingle(Vector256.WidenLower(words.ToVector256Unsafe()).AsInt32());
    }

    public static void Store(Vector256<float> value, float* target) => value.Store(target);

    public static Vector256<float> Broadcast(float value) => Vector256.Create(value);

    public static Vector256<float> Add(Vector256<float> a, Vector256<float> b) => a + b;

    public static Vector256<float> Subtract(Vector256<float> a, Vector256<float> b) => a - b;

    public static Vector256<float> Multiply(Vector256<float> a, Vector256<float> b) => a * b;

    public static Vector256<float> MultiplyAdd(Vector256<float> a, Vector256<float> b, Vector256<float> c) =>
        Vector256.FusedMultiplyAdd(a, b, c);

    public static Vector256<float> Max(Vector256<float> a, Vector256<float> b) => Vector256.Max(a, b);

    public static Vector256<float> WherePositive(Vector256<float> gate, Vector256<float> value) =>
        Vector256.GreaterThan(gate, Vector256<float>.Zero) & value;

    public static float Sum(Vector256<float> value) => Tier128.Sum(value.GetLower() + value.GetUpper());

    public static Vector128<float> Sums(Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d) =>
        Tier128.Sums(a.GetLower() + a.GetUpper(), b.GetLower() + b.GetUpper(), c.GetLower() + c.GetUpper(), d.GetLower() + d.GetUpper());
}

/// <summary>128 bits.</summary>
internal readonly unsafe struct Tier128 : ITier<Vector128<float>>
{
    public static int Width => Vector128<float>.Count;

    public static Vector128<float> Load(float* source) => Vector128.Load(source);

    public static Vector128<float> LoadBytes(byte* source)
    {
        var words = Vector128.WidenLower(Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<uint>(source)).AsByte());
        return Vector128.ConvertToSingle(Vector128.WidenLower(words).AsInt32());
    }

    public static void Store(Vector128<float> value, float* target) => value.Store(target);

    public static Vector128<float> Broadcast(float value) => Vector128.Create(value);

    public static Vector128<float> Add(Vector128<float> a, Vector128<float> b) => a + b;

    public static Vector128<float> Subtract(Vector128<float> a, Vector128<float> b) => a - b;

    public static Vector128<float> Multiply(Vector128<float> a, Vector128<float> b) => a * b;

    public static Vector128<float> MultiplyAdd(Vector128<float> a, Vector128<float> b, Vector128<float> c) =>
        Vector128.FusedMultiplyAdd(a, b, c);

    public static Vector128<float> Max(Vector128<float> a, Vector128<float> b) => Vector128.Max(a, b);

    public static Vector128<float> WherePositive(Vector128<float> gate, Vector128<float> value) =>
        Vector128.GreaterThan(gate, Vector128<float>.Zero) & value;

    public static float Sum(Vector128<float> value) => (value[0] + value[2]) + (value[1] + value[3]);

    public static Vector128<float> Sums(Vector128<float> a, Vector128<float> b, Vector128<float> c, Vector128<float> d)
    {
        // Two rounds of interleaving transpose and add: (0 + 2) + (1 + 3), as Sum does.
        Vector128<float> ab = InterleaveLow(a, b) + InterleaveHigh(a, b);
        Vector128<float> cd = InterleaveLow(c, d) + InterleaveHigh(c, d);
        return Sse.IsSupported
            ? Sse.MoveLowToHigh(ab, cd) + Sse.MoveHighToLow(cd, ab)
            : Vector128.Create(ab.GetLower(), cd.GetLower()) + Vector128.Create(ab.GetUpper(), cd.GetUpper());
    }

    // The portable shuffle has one operand; these need two. Halves that are joined portably go through memory, where a load waits for two
    // stores.
    private static Vector128<float> InterleaveLow(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackLow(a, b) : Vector128.Create(a[0], b[0], a[1], b[1]);

    private static Vector128<float> InterleaveHigh(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackHigh(a, b) : Vector128.Create(a[2], b[2], a[3], b[3]);
}

/// <summary>One float at a time: the definition.</summary>
internal readonly unsafe struct TierScalar : ITier<float>
{
    public static int Width => 1;

    public static float Load(float* source) => *source;

    public static float LoadBytes(byte* source) => *source;

    public static void Store(float value, float* target) => *target = value;

    public static float Broadcast(float value) => value;

    public static float Add(float a, float b) => a + b;

    public static float Subtract(float a, float b) => a - b;

    public static float Multiply(float a, float b) => a * b;

    public static float MultiplyAdd(float a, float b, float c) => MathF.FusedMultiplyAdd(a, b, c);

    public static float Max(float a, float b) => MathF.Max(a, b);

    public static float WherePositive(float gate, float value) => gate > 0 ? value : 0;

    public static float Sum(float value) => value;

    public static Vector128<float> Sums(float a, float b, float c, float d) => Vector128.Create(a, b, c, d);
}
