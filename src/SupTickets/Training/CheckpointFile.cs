using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using SupTickets.Layers;
using SupTickets.Recipes;
using SupTickets.Storage;
using SupTickets.Tickets;
using SupTickets.Values;

namespace SupTickets.Training;

/// <summary>Checkpoints on disk: a safetensors file with a required checksum. <c>docs/formats.md</c> describes it.</summary>
public static class CheckpointFile
{
    private const string Format = "suptickets-checkpoint";
    private const string Version = "2";
    private const string Network = "network/";
    private const string Mean = "mean/";
    private const string Holders = "holders/";
    private const string Superposed = "superposed/";
    private const string Unmeasured = "unmeasured/";
    private const string Optimizer = "optimizer/";
    private const string Momentum = "dense-momentum/";
    private const string Connected = "ever-connected/";

    // A network that diverges may measure a loss that is not finite, and the run still goes on.
    private static readonly JsonSerializerOptions Named = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>Writes <paramref name="checkpoint"/>; the file is complete or as it was before.</summary>
    /// <param name="path">The file.</param>
    /// <param name="checkpoint">What to write.</param>
    /// <param name="recipe">The run's recipe as JSON: a checkpoint fits no other.</param>
    /// <param name="eventsLength">Bytes of the event log that belong to it.</param>
    public static void Write(string path, Checkpoint checkpoint, string recipe, long eventsLength)
    {
        Dictionary<string, string> metadata = new()
        {
            ["format"] = Format,
            ["version"] = Version,
            ["recipe"] = recipe,
            ["shapes"] = JsonSerializer.Serialize(checkpoint.Network.Layers.Select(layer => new StoredShape(layer.Name, layer.Shape.Sizes))),
            ["step"] = Text(checkpoint.Step),
            ["events_length"] = Text(eventsLength),
            ["tickets"] = Text(checkpoint.Accumulation?.Tickets ?? 0),
            ["connections_before_pruning"] = Text(checkpoint.ConnectionsBeforePruning),
            ["method_memory"] = JsonSerializer.Serialize(checkpoint.MethodMemory),
            ["epoch_loss"] = Text(checkpoint.EpochLoss),
            ["seconds"] = Text(checkpoint.Seconds),
            ["training_flops"] = Text(checkpoint.TrainingFlops),
            ["dense_training_flops"] = Text(checkpoint.DenseTrainingFlops),
            ["history"] = JsonSerializer.Serialize(checkpoint.History, Named),
        };
        SafetensorsWriter.Write(path, Tensors(checkpoint), metadata);
    }

    /// <summary>Reads and checks a checkpoint of the run with this recipe.</summary>
    /// <returns>The checkpoint, and how many bytes of the event log belong to it.</returns>
    /// <exception cref="InvalidDataException">The file is damaged, no checkpoint of a known version, or belongs to another recipe.</exception>
    public static (Checkpoint Checkpoint, long EventsLength) Read(string path, string recipe)
    {
        SafetensorsFile file = SafetensorsFile.Read(path, Integrity.Required, "checkpoint");
        if (file.Text("format") != Format) throw Defect(path, $"its format is '{file.Text("format")}', not '{Format}'");
        if (file.Text("version") != Version) throw Defect(path, $"its version is '{file.Text("version")}', this program reads '{Version}'");
        if (!RecipeJson.Same(file.Text("recipe"), recipe)) throw Defect(path, "it belongs to another recipe than the recipe.json beside it");
        try
        {
            return Read(file);
        }
        catch (Exception defect) when (defect is JsonException or FormatException or ArgumentException or OverflowException or NotSupportedException)
        {
            throw Defect(path, defect.Message);
        }
    }

    private static (Checkpoint Checkpoint, long EventsLength) Read(SafetensorsFile file)
    {
        StoredShape[] stored = JsonSerializer.Deserialize<StoredShape[]>(file.Text("shapes")) ?? [];
        (string Name, WeightShape Shape)[] shapes = [.. stored.Select(shape => (shape.Name, new WeightShape(shape.Sizes)))];
        NetworkState? State(string prefix) =>
            file.Names.Any(name => name.StartsWith(prefix, StringComparison.Ordinal)) ? NetworkStateTensors.FromTensors(file, prefix, shapes) : null;

        int tickets = (int)Whole(file, "tickets");
        Checkpoint checkpoint = new()
        {
            Step = Whole(file, "step"),
            Network = NetworkStateTensors.FromTensors(file, Network, shapes),
            Optimizer = [.. Under(file, Optimizer).Select(name => (Before(name), After(name), file.Floats(Optimizer + name)))],
            DenseMomenta = [.. Under(file, Momentum).Select(name => (name, file.Floats(Momentum + name)))],
            EverConnected = [.. Under(file, Connected).Select(name => (name, file.Ints(Connected + name)))],
            MethodMemory = JsonSerializer.Deserialize<Dictionary<string, double>>(file.Text("method_memory")) ?? [],
            Accumulation = tickets == 0 ? null : new(tickets, State(Mean)!, HoldersOf(file, shapes)),
            Superposed = State(Superposed),
            ConnectionsBeforePruning = Whole(file, "connections_before_pruning"),
            Unmeasured = State(Unmeasured),
            History = JsonSerializer.Deserialize<TrainingEvent[]>(file.Text("history"), Named) ?? [],
            EpochLoss = Number(file, "epoch_loss"),
            Seconds = Number(file, "seconds"),
            TrainingFlops = Number(file, "training_flops"),
            DenseTrainingFlops = Number(file, "dense_training_flops"),
        };
        return (checkpoint, Whole(file, "events_length"));
    }

    private static IEnumerable<StoredTensor> Tensors(Checkpoint checkpoint)
    {
        IEnumerable<StoredTensor> tensors = NetworkStateTensors.ToTensors(checkpoint.Network, Network);
        if (checkpoint.Accumulation is { } accumulation)
        {
            tensors = tensors.Concat(NetworkStateTensors.ToTensors(accumulation.Mean, Mean));
            if (accumulation.Holders is { } holders)
                tensors = tensors.Concat(accumulation.Mean.Layers.Zip(holders, (layer, counts) => StoredTensor.Of(Holders + layer.Name, counts)));
        }

        if (checkpoint.Superposed is { } superposed) tensors = tensors.Concat(NetworkStateTensors.ToTensors(superposed, Superposed));
        if (checkpoint.Unmeasured is { } unmeasured) tensors = tensors.Concat(NetworkStateTensors.ToTensors(unmeasured, Unmeasured));
        return tensors
            .Concat(checkpoint.Optimizer.Select(state => StoredTensor.Of($"{Optimizer}{state.Parameter}/{state.Slot}", state.Values)))
            .Concat(checkpoint.DenseMomenta.Select(state => StoredTensor.Of(Momentum + state.Weight, state.Values)))
            .Concat(checkpoint.EverConnected.Select(state => StoredTensor.Of(Connected + state.Weight, state.Words)));
    }

    private static IReadOnlyList<int[]>? HoldersOf(SafetensorsFile file, (string Name, WeightShape Shape)[] shapes) =>
        Under(file, Holders).Any() ? [.. shapes.Select(shape => file.Ints(Holders + shape.Name))] : null;

    private static IEnumerable<string> Under(SafetensorsFile file, string prefix) =>
        file.Names.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Select(name => name[prefix.Length..]);

    private static string Before(string name) => name[..name.LastIndexOf('/')];

    private static string After(string name) => name[(name.LastIndexOf('/') + 1)..];

    private static string Text(IFormattable number) => number.ToString(number is double ? "R" : null, CultureInfo.InvariantCulture);

    private static long Whole(SafetensorsFile file, string key) => long.Parse(file.Text(key), NumberStyles.None, CultureInfo.InvariantCulture);

    private static double Number(SafetensorsFile file, string key) => double.Parse(file.Text(key), NumberStyles.Float, CultureInfo.InvariantCulture);

    private static InvalidDataException Defect(string path, string what) => new($"{path}: {what}");

    private sealed record StoredShape(string Name, IReadOnlyList<long> Sizes);
}
