using SupTickets.Storage;

namespace SupTickets.Tests.Storage;

/// <summary>Changes what a sound file says and gives it a right checksum again: what remains is what its reader itself can see.</summary>
internal static class Forgery
{
    /// <summary>Writes the file <paramref name="to"/>, which is as <paramref name="from"/> but for what was changed.</summary>
    /// <param name="from">A sound file.</param>
    /// <param name="to">The forged one.</param>
    /// <param name="metadata">Changes the metadata.</param>
    /// <param name="tensor">What stands in the place of each tensor; null leaves it out.</param>
    public static void Write(
        string from, string to, Action<Dictionary<string, string>>? metadata = null, Func<StoredTensor, StoredTensor?>? tensor = null)
    {
        SafetensorsFile file = SafetensorsFile.Read(from);
        Dictionary<string, string> texts = new(file.Metadata);
        metadata?.Invoke(texts);
        SafetensorsWriter.Write(to, Tensors(file).Select(stored => tensor is null ? stored : tensor(stored)).OfType<StoredTensor>(), texts);
    }

    /// <summary>The tensors of a file, to be written again.</summary>
    public static IEnumerable<StoredTensor> Tensors(SafetensorsFile file) => file.Names.Select(name => file.Type(name) switch
    {
        StoredType.F32 => StoredTensor.Of(name, file.Floats(name), file.Sizes(name)),
        StoredType.I32 => StoredTensor.Of(name, file.Ints(name), file.Sizes(name)),
        _ => StoredTensor.Of(name, file.Longs(name), file.Sizes(name)),
    });
}
