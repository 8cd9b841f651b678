using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SupTickets.Values;

namespace SupTickets.Experiments.Data;

/// <summary>Identifies the data with which a run began. The folder in which the data lies is no part of it.</summary>
/// <param name="Train">Training samples.</param>
/// <param name="Validation">Samples held out for validation.</param>
/// <param name="Test">Test samples.</param>
/// <param name="Classes">Class names, in label order.</param>
/// <param name="Digest">
/// SHA-256 over all parts. Of samples in memory it covers label and pixels; of files the labels and names, the lengths of some thousands
/// and the contents of some dozens.
/// </param>
public sealed record DataFingerprint(int Train, int Validation, int Test, IReadOnlyList<string> Classes, string Digest)
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>The fingerprint of open data.</summary>
    /// <exception cref="DataException">A file is gone.</exception>
    public static DataFingerprint Of(ImageData data) => Of(data, CancellationToken.None);

    /// <summary>As the other, until it is cancelled.</summary>
    /// <exception cref="OperationCanceledException">It was.</exception>
    internal static DataFingerprint Of(ImageData data, CancellationToken cancel)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string name in data.Train.Classes) hash.AppendData(Encoding.UTF8.GetBytes(name + "\n"));
        foreach (IImageDataset part in new[] { data.Train, data.Validation, data.Test }.OfType<IImageDataset>())
        {
            for (int index = 0; index < part.Count; index++)
            {
                cancel.ThrowIfCancellationRequested();
                Add(part, index, hash);
            }
        }

        return new(data.Train.Count, data.Validation?.Count ?? 0, data.Test.Count, [.. data.Train.Classes], Convert.ToHexStringLower(
            hash.GetHashAndReset()));
    }

    /// <summary>As JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Options);

    /// <summary>From JSON.</summary>
    /// <exception cref="InvalidDataException">It is no fingerprint.</exception>
    public static DataFingerprint FromJson(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<DataFingerprint>(json, Options) ?? throw new JsonException("it is null");
        }
        catch (JsonException defect)
        {
            throw new InvalidDataException($"not the fingerprint of data: {JsonText.Explain(defect)}", defect);
        }
    }

    /// <summary>The first difference of other data from this, in words; null if there is none.</summary>
    public string? Difference(DataFingerprint other)
    {
        if (Count(Train, other.Train, "training") is { } train) return train;
        if (Count(Validation, other.Validation, "validation") is { } validation) return validation;
        if (Count(Test, other.Test, "test") is { } test) return test;
        if (!Classes.SequenceEqual(other.Classes))
            return $"its classes are [{string.Join(", ", other.Classes)}], those of the run [{string.Join(", ", Classes)}]";
        return Digest == other.Digest ? null : "its samples have other names, labels or contents";
    }

    /// <summary>Adds a sample of any data set.</summary>
    internal static void Add(IImageDataset data, int index, IncrementalHash hash)
    {
        if (data is IFingerprinted known)
        {
            known.AddTo(hash, index);
            return;
        }

        float[] image = new float[data.Shape.Length];
        data.Read(index, image);
        AddLabel(hash, data.Label(index));
        hash.AppendData(MemoryMarshal.AsBytes(image.AsSpan()));
    }

    /// <summary>Adds a label.</summary>
    internal static void AddLabel(IncrementalHash hash, int label)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, label);
        hash.AppendData(bytes);
    }

    private static string? Count(int here, int there, string kind) => here == there ? null
        : string.Create(CultureInfo.InvariantCulture, $"it has {there} {kind} samples, the run began with {here}");
}
