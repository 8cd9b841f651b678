using SupTickets.Storage;
using static TorchSharp.torch;

namespace SupTickets.Networks;

/// <summary>From tensors of a network to the host and back, whatever their type, bit for bit.</summary>
internal static class StateTensors
{
    private static readonly Dictionary<ScalarType, StoredType> Types = new()
    {
        [ScalarType.Float32] = StoredType.F32,
        [ScalarType.Float64] = StoredType.F64,
        [ScalarType.Float16] = StoredType.F16,
        [ScalarType.BFloat16] = StoredType.BF16,
        [ScalarType.Int64] = StoredType.I64,
        [ScalarType.Int32] = StoredType.I32,
        [ScalarType.Int16] = StoredType.I16,
        [ScalarType.Int8] = StoredType.I8,
        [ScalarType.Byte] = StoredType.U8,
        [ScalarType.Bool] = StoredType.BOOL,
    };

    /// <summary>The type under which a tensor is kept; null where it cannot be, as for complex numbers.</summary>
    internal static StoredType? TypeOf(Tensor tensor) => Types.TryGetValue(tensor.dtype, out StoredType type) ? type : null;

    /// <summary>Refuses a tensor that could not be kept.</summary>
    /// <exception cref="ArgumentException">It cannot.</exception>
    internal static void Require(string name, Tensor tensor)
    {
        if (TypeOf(tensor) is null)
            throw new ArgumentException(
                $"'{name}' holds {tensor.dtype}, which neither tickets nor checkpoints can keep; allowed: {string.Join(", ", Types.Keys)}");
    }

    /// <summary>A copy on the host.</summary>
    internal static StateTensor OnHost(string name, Tensor tensor)
    {
        using var scope = NewDisposeScope();
        Tensor host = tensor.detach().cpu().contiguous();
        StoredType type = TypeOf(host)!.Value;
        return type switch
        {
            StoredType.F32 => new(name, host.shape, host.data<float>().ToArray(), []),
            StoredType.I64 => new(name, host.shape, [], host.data<long>().ToArray()) { Type = type },
            _ => new(name, host.shape, [], []) { Type = type, Bytes = host.numel() == 0 ? [] : host.bytes.ToArray() },
        };
    }

    /// <summary>Copies what <see cref="OnHost"/> gave into <paramref name="to"/>, which has the same type and sizes.</summary>
    internal static void CopyTo(this StateTensor from, Tensor to)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        if (to.numel() == 0) return;
        long[] sizes = [.. from.Sizes];
        to.copy_(from.Type switch
        {
            StoredType.F32 => tensor(from.Floats, sizes),
            StoredType.I64 => tensor(from.Integers, sizes),
            _ => Of(from, sizes),
        });
    }

    private static Tensor Of(StateTensor from, long[] sizes)
    {
        Tensor host = empty(sizes, dtype: Types.Single(known => known.Value == from.Type).Key);
        from.Bytes.CopyTo(host.bytes);
        return host;
    }
}
