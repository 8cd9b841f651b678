using SupTickets.Networks;
using SupTickets.Storage;
using SupTickets.Topology;
using SupTickets.Values;

namespace SupTickets.Tickets;

/// <summary>
/// A network's state as named tensors, for tickets and checkpoints alike. A sparse weight is stored as two tensors, its name followed by
/// <c>.values</c> (F32) and <c>.positions</c> (I32), also where every position is connected. Everything else is stored under its own name,
/// in its own type.
/// </summary>
internal static class NetworkStateTensors
{
    private const string Values = ".values";
    private const string Positions = ".positions";

    /// <summary>
    /// The tensors of <paramref name="state"/>, each name preceded by <paramref name="prefix"/>. Nothing large is copied.
    /// </summary>
    public static IEnumerable<StoredTensor> ToTensors(NetworkState state, string prefix)
    {
        foreach (SparseLayerState layer in state.Layers)
        {
            yield return StoredTensor.Of(prefix + layer.Name + Values, layer.Values);
            yield return StoredTensor.Of(prefix + layer.Name + Positions, layer.Connectivity.Positions.ToArray());
        }

        foreach (StateTensor tensor in state.Tensors)
        {
            yield return tensor.Type switch
            {
                StoredType.F32 => StoredTensor.Of(prefix + tensor.Name, tensor.Floats, tensor.Sizes),
                StoredType.I64 => StoredTensor.Of(prefix + tensor.Name, tensor.Integers, tensor.Sizes),
                var type => new(prefix + tensor.Name, type, tensor.Sizes, tensor.Bytes),
            };
        }
    }

    /// <summary>
    /// The state stored under <paramref name="prefix"/>, given the sparse weights' dense shapes in network order. Every tensor
    /// whose name starts with the prefix belongs to it.
    /// </summary>
    /// <exception cref="InvalidDataException">
    /// A tensor is missing, has the wrong type or length, or a layer's positions are no connectivity.
    /// </exception>
    public static NetworkState FromTensors(SafetensorsFile file, string prefix, IEnumerable<(string Name, WeightShape Shape)> shapes)
    {
        SparseLayerState[] layers = [.. shapes.Select(shape => Layer(file, prefix, shape.Name, shape.Shape))];
        HashSet<string> sparse = [.. layers.SelectMany(layer => new[] { prefix + layer.Name + Values, prefix + layer.Name + Positions })];
        StateTensor[] tensors =
        [
            .. file.Names.Where(name => name.StartsWith(prefix, StringComparison.Ordinal) && !sparse.Contains(name))
                .Select(name => Dense(file, name, name[prefix.Length..])),
        ];
        return new(layers, tensors);
    }

    private static SparseLayerState Layer(SafetensorsFile file, string prefix, string name, WeightShape shape)
    {
        string stored = prefix + name;
        float[] values = file.Floats(stored + Values);
        int[] positions = file.Ints(stored + Positions);
        if (file.Sizes(stored + Values).Count != 1 || file.Sizes(stored + Positions).Count != 1)
            throw file.Defect($"the values and positions of '{stored}' must be vectors");
        if (values.Length != positions.Length)
            throw file.Defect($"'{stored}' has {values.Length} values but {positions.Length} positions");
        if (Array.FindIndex(values, value => !float.IsFinite(value)) is >= 0 and var bad)
            throw file.Defect($"tensor '{stored + Values}' holds {values[bad].ToString(System.Globalization.CultureInfo.InvariantCulture)} "
                + $"at {bad}; a weight is finite");
        try
        {
            Connectivity connectivity = Connectivity.Of(positions, shape.Positions);
            return new(name, shape, connectivity.IsFull ? Connectivity.Full(shape.Positions) : connectivity, values);
        }
        catch (ArgumentException defect)
        {
            throw file.Defect($"tensor '{stored + Positions}', of shape {shape}: {defect.Message}");
        }
    }

    private static StateTensor Dense(SafetensorsFile file, string stored, string name)
    {
        StoredType type = file.Type(stored);
        IReadOnlyList<long> sizes = file.Sizes(stored);
        if (type == StoredType.I32 && stored.EndsWith(Positions, StringComparison.Ordinal) && file.Contains(
            stored[..^Positions.Length] + Values))
            throw file.Defect(
                $"tensor '{stored}' holds positions, but its metadata 'shapes' names no sparse weight '{name[..^Positions.Length]}'");
        if (type == StoredType.F32) return new(name, sizes, file.Floats(stored), []);
        if (type == StoredType.I64) return new(name, sizes, [], file.Longs(stored)) { Type = type };
        byte[] bytes = file.Bytes(stored);
        if (type == StoredType.BOOL && bytes.FirstOrDefault(value => value > 1) is not 0 and var wrong)
            throw file.Defect($"tensor '{stored}' is BOOL and holds {wrong}; allowed: 0 and 1");
        return new(name, sizes, [], []) { Type = type, Bytes = bytes };
    }
}
