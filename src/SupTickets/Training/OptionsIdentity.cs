using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using SupTickets.Schedules;
using SupTickets.Tickets;

namespace SupTickets.Training;

/// <summary>The text by which a checkpoint knows the options of its run and refuses others.</summary>
internal static class OptionsIdentity
{
    // The depth is limited, since properties of a user's object may lead back to it.
    private const int Deepest = 4;
    private const string Own = "own";

    // A longer run has its rate sampled at evenly spaced steps.
    private const long MostRates = 1_000_000;

    /// <summary>The options as JSON: objects by their type and public properties, the learning rate by its values.</summary>
    public static string Of(TrainingOptions options)
    {
        JsonObject written = Written(options)!.AsObject();
        written["learningRate"] = Digest(options.Rate, options.Phases.TotalSteps);
        return written.ToJsonString();
    }

    /// <summary>Which options two runs differ in, as a sentence about the checkpoint of the first; null where none.</summary>
    public static string? Difference(string stored, string own)
    {
        if (stored == own) return null;
        if (JsonNode.Parse(stored) is not JsonObject one || JsonNode.Parse(own) is not JsonObject other)
            return "it is of a run that no trainer of a module made";
        string[] keys = [
            .. other.Concat(one).Select(option => option.Key).Distinct().Where(key => !JsonNode.DeepEquals(one[key], other[key]))];
        return $"it is of a run with other options: {string.Join(", ", keys.Select(JsonNamingPolicy.CamelCase.ConvertName).Distinct())}";
    }

    // A function has no text, so two of them are told apart by their values.
    private static string Digest(Schedule rate, long steps)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long stride = Math.Max(1, steps / MostRates);
        // As float32, the precision in which a rate is used: the last bits of a cosine differ between machines.
        for (long step = 0; step < steps; step += stride) hash.AppendData(BitConverter.GetBytes((float)rate(step)));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static JsonNode? Written(object? value, int depth = 0)
    {
        switch (value)
        {
            case null: return null;
            case CycleRate rate: return CycleRate.All.NameOf(rate) ?? Own;
            case ExplorationTime time: return ExplorationTime.All.NameOf(time) ?? Own;
            case StatePruning pruning: return StatePruning.All.NameOf(pruning) ?? Own;
            case string text: return text;
            case bool or Enum: return Convert.ToString(value, CultureInfo.InvariantCulture);
            case IFormattable number when value.GetType().IsValueType: return number.ToString(null, CultureInfo.InvariantCulture);
            case Delegate: return Own;
            case ITuple tuple:
                return new JsonArray(
                [.. Enumerable.Range(0, tuple.Length).Select(index => Written(tuple[index], depth + 1))]);
            case IList list when depth <= Deepest: return new JsonArray([.. list.Cast<object?>().Select(one => Written(one, depth + 1))]);
        }

        // Disposable objects and lazy sequences are no options.
        if (depth > Deepest || value is IDisposable or IEnumerable) return value.GetType().FullName;
        JsonObject written = new() { ["type"] = value.GetType().FullName };
        foreach (PropertyInfo property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .OrderBy(one => one.Name, StringComparer.Ordinal))
        {
            if (property.GetIndexParameters().Length == 0 && property.CanRead && !property.PropertyType.IsByRefLike)
                written[property.Name] = Written(Read(property, value), depth + 1);
        }

        return written;
    }

    private static object? Read(PropertyInfo property, object of)
    {
        try
        {
            return property.GetValue(of);
        }
        catch (TargetInvocationException)
        {
            // A property of a user's object may throw as long as the object is not ready.
            return Own;
        }
    }
}
