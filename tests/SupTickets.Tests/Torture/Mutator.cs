using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using SupTickets.Values;

namespace SupTickets.Tests.Torture;

/// <summary>
/// Changes bytes and JSON at random, from a seed: as a disk does that fails, and as somebody does who edits a file by hand.
/// </summary>
internal sealed class Mutator(RandomStream random)
{
    // Stands in JSON for a token that no JSON writer would write.
    private const string Raw = "@raw@";

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] Tokens =
    [
        "null", "true", "false", "0", "-0", "-1", "1", "0.5", "2147483647", "2147483648", "-2147483649", "9000000000000000000",
        "18446744073709551616", "1e308", "1e999", "-1e999",
        "1e-999", "NaN", "Infinity", "\"NaN\"", "\"-Infinity\"", "\"\"", "\"\\ud800\"", "\"\\udc00x\"", "\"\\u0000\"", "\"../../x\"",
        "\"\\u001b[31m\"", "[]", "{}", "[null]", "[[]]", "{\"\":null}",
        "[1,2,3]", "0.1e", "00", "01", "\"1\"", "\"synthetic\"", "\"resnet20\"", "//", "",
    ];

    /// <summary>One of <paramref name="choices"/>.</summary>
    public T Pick<T>(IReadOnlyList<T> choices) => choices[random.NextInt(choices.Count)];

    /// <summary>Whether something happens that happens once in <paramref name="times"/>.</summary>
    public bool Once(int times) => random.NextInt(times) == 0;

    /// <summary>Bytes that differ from <paramref name="sound"/> in one to four places.</summary>
    public byte[] Bytes(byte[] sound)
    {
        List<byte> bytes = [.. sound];
        for (int change = random.NextInt(4); change >= 0; change--) ChangeBytes(bytes, sound);
        return [.. bytes];
    }

    /// <summary>A text, mostly JSON still, in which one to three values, keys or lists differ.</summary>
    public string Json(string sound)
    {
        JsonNode root =
            JsonNode.Parse(sound, documentOptions: new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true })!;
        for (int change = random.NextInt(3); change >= 0; change--) root = ChangeNode(root);
        string text = root.ToJsonString(Relaxed);
        while (text.IndexOf("\"" + Raw, StringComparison.Ordinal) is >= 0 and var at)
        {
            int end = text.IndexOf('"', at + 1);
            text = text[..at] + Tokens[int.Parse(text[(at + 1 + Raw.Length)..end], CultureInfo.InvariantCulture)] + text[(end + 1)..];
        }

        return text;
    }

    /// <summary>A short text in place of another.</summary>
    public string Text(string sound) => random.NextInt(3) switch
    {
        0 => Pick(Tokens).Trim('"'),
        1 => Encoding.UTF8.GetString(Bytes(Encoding.UTF8.GetBytes(sound))),
        _ => sound + Pick(Tokens),
    };

    /// <summary>A number that somebody might not have thought of.</summary>
    public float Number() =>
        Pick([float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.Epsilon, -0f, 1e30f, -1f]);

    /// <summary>The same, whole.</summary>
    public int Whole() => Pick([int.MinValue, int.MaxValue, -1, 0, 1, 1 << 30, random.NextInt(1000)]);

    private void ChangeBytes(List<byte> bytes, byte[] sound)
    {
        int at = random.NextInt(bytes.Count + 1), length = Math.Min(bytes.Count - at, 1 + random.NextInt(Once(4) ? 400 : 4));
        switch (random.NextInt(8))
        {
            case 0 or 1 or 2 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << random.NextInt(8));
                break;
            case 3 when at < bytes.Count:
                bytes[at] = Pick<byte>([0, 0xff, 0x7f, 0x80, (byte)'"', (byte)'{', (byte)'}', (byte)'-', (byte)'9', (byte)'\n']);
                break;
            case 4:
                bytes.RemoveRange(at, length);
                break;
            case 5:
                bytes.InsertRange(at, [.. Enumerable.Range(0, length + 1).Select(_ => (byte)random.NextInt(256))]);
                break;
            case 6:
                bytes.InsertRange(at, bytes.GetRange(random.NextInt(Math.Max(1, bytes.Count - length)), Math.Min(length, bytes.Count)));
                break;
            default:
                // Cut off, or overwritten by what stands elsewhere in the file.
                if (Once(2)) bytes.RemoveRange(at, bytes.Count - at);
                else for (int i = 0; i < length; i++) bytes[at + i] = sound[random.NextInt(sound.Length)];
                break;
        }
    }

    private JsonNode ChangeNode(JsonNode root)
    {
        List<JsonNode> containers = [];
        Gather(root, containers);
        if (containers.Count == 0 || Once(60)) return Token();
        JsonNode at = Pick(containers);
        if (at is JsonArray array) ChangeList(array);
        else ChangeObject(at.AsObject());
        return root;
    }

    private void ChangeList(JsonArray array)
    {
        if (array.Count == 0 || Once(4))
        {
            array.Insert(random.NextInt(array.Count + 1), array.Count > 0 && Once(2) ? Pick(array.ToList())?.DeepClone() : Token());
            return;
        }

        int index = random.NextInt(array.Count);
        if (Once(3)) array.RemoveAt(index);
        else array[index] = Token();
    }

    private void ChangeObject(JsonObject section)
    {
        if (section.Count == 0)
        {
            section[Pick(["step", "name", "x"])] = Token();
            return;
        }

        string key = Pick(section.Select(pair => pair.Key).ToList());
        switch (random.NextInt(6))
        {
            case 0:
                section.Remove(key);
                break;
            case 1:
                JsonNode? moved = section[key]?.DeepClone();
                section.Remove(key);
                section[key.Length > 1 ? key[..^1] + (char)('a' + random.NextInt(26)) : key + "x"] = moved;
                break;
            case 2:
                section[key] = Pick(section.ToList()).Value?.DeepClone();
                break;
            default:
                section[key] = Token();
                break;
        }
    }

    private static void Gather(JsonNode? node, List<JsonNode> containers)
    {
        if (node is not (JsonObject or JsonArray)) return;
        containers.Add(node);
        foreach (JsonNode? child in node is JsonObject section ? section.Select(pair => pair.Value) : node.AsArray())
            Gather(child, containers);
    }

    private JsonValue Token() => JsonValue.Create(Raw + random.NextInt(Tokens.Length).ToString(CultureInfo.InvariantCulture));
}
