using System.Text.Json;
using System.Text.Json.Serialization;

namespace SupTickets.Values;

/// <summary>Writes and reads a value of a table as its name.</summary>
/// <param name="table">The table, in which every value has a row.</param>
internal abstract class NamedValueConverter<T>(NamedTable<T> table) : JsonConverter<T>
{
    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String) throw new JsonException($"expected one of {string.Join(", ", table.Names)}");
        try
        {
            return table[reader.GetString()!];
        }
        catch (UnknownNameException unknown)
        {
            throw new JsonException(unknown.Message, unknown);
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(table.NameOf(value));
}
