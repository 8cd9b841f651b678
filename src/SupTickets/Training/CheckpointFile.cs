using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using SupTickets.Networks;
using SupTickets.Storage;
using SupTickets.Tickets;
using SupTickets.Values;

namespace SupTickets.Training;

/// <summary>Checkpoints on disk: a safetensors file with a required checksum. <c>docs/formats.md</c> describes it.</summary>
internal static class CheckpointFile
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

    // A diverging network may measure a loss that is not finite, and its run still goes on.
    private static readonly JsonSerializerOptions Named = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Writes <paramref name="checkpoint"/>; the file is complete or as it was before.</summary>
    /// <param name="path">The file.</param>
    /// <param name="checkpoint">What to write.</param>
    /// <param name="recipe">The run's recipe as JSON: a checkpoint fits no other.</param>
    /// <param name="eventsLength">Bytes of the event log that belong to it.</param>
    /// <param name="previous">Where the file that was there is kept; null for nowhere.</param>
    /// <param name="kinds">Kinds of events in its history; null for those of training.</param>
    internal static void Write(
        string path, Checkpoint checkpoint, string recipe, long eventsLength, string? previous = null, EventKinds? kinds = null)
    {
        Dictionary<string, string> metadata = new()
        {
            ["format"] = Format,
            ["version"] = Version,
            ["recipe"] = recipe,
            ["shapes"] = JsonSerializer.Serialize(
                checkpoint.Network.Layers.Select(layer => new StoredShape(layer.Name, layer.Shape.Sizes))),
            ["step"] = Text(checkpoint.Step),
            ["events_length"] = Text(eventsLength),
            ["tickets"] = Text(checkpoint.Accumulation?.Tickets ?? 0),
            ["connections_before_pruning"] = Text(checkpoint.ConnectionsBeforePruning),
            ["method_memory"] = JsonSerializer.Serialize(checkpoint.MethodMemory),
            ["epoch_loss"] = Text(checkpoint.EpochLoss),
            ["seconds"] = Text(checkpoint.Seconds),
            ["training_flops"] = Text(checkpoint.TrainingFlops),
            ["dense_training_flops"] = Text(checkpoint.DenseTrainingFlops),
            ["history"] = JsonSerializer.Serialize(checkpoint.History, (kinds ?? EventKinds.OfTraining).In(Named)),
        };
        if (checkpoint.StepsPerEpoch is { } steps) metadata["steps_per_epoch"] = Text(steps);
        if (checkpoint.EngineCosts is { } costs) metadata["engine_costs"] = costs.ToJson();
        if (checkpoint.OneDnn is { } oneDnn) metadata["one_dnn"] = oneDnn ? "true" : "false";
        if (checkpoint.TensorBoardLength is { } board) metadata["tensorboard_length"] = Text(board);
        SafetensorsWriter.Write(path, previous, Tensors(checkpoint), metadata);
    }

    /// <summary>Reads and checks a checkpoint of the run with this recipe.</summary>
    /// <returns>The checkpoint, and how many bytes of the event log belong to it.</returns>
    /// <exception cref="InvalidDataException">
    /// The file is damaged, no checkpoint of a known version, or belongs to another recipe.
    /// </exception>
    /// <param name="path">The file.</param>
    /// <param name="recipe">The run's recipe as JSON.</param>
    /// <param name="misfit">
    /// (that of the file, that of the run) → why they are of different runs, as a sentence about the checkpoint; null where they are of
    /// one.
    /// </param>
    /// <param name="kinds">Kinds of events in its history; null for those of training.</param>
    internal static (Checkpoint Checkpoint, long EventsLength) Read(
        string path, string recipe, Func<string, string, string?> misfit, EventKinds? kinds = null)
    {
        SafetensorsFile file = SafetensorsFile.Read(path, Integrity.Required, "checkpoint");
        if (file.Text("format") != Format) throw Defect(path, $"its format is '{file.Text("format")}', not '{Format}'");
        if (file.Text("version") != Version) throw Defect(path, $"its version is '{file.Text("version")}', this program reads '{Version}'");
        try
        {
            if (misfit(file.Text("recipe"), recipe) is { } other) throw Defect(path, other);
            return Read(file, kinds ?? EventKinds.OfTraining);
        }
        catch (Exception defect)
            when (defect is JsonException or FormatException or ArgumentException or OverflowException or NotSupportedException)
        {
            throw Defect(
                path, defect is NotSupportedException ? "its metadata 'history' has an event of no known kind" : JsonText.Explain(defect));
        }
    }

    private static T? Stored<T>(SafetensorsFile file, string key, JsonSerializerOptions options)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(file.Text(key), options);
        }
        catch (JsonException defect)
        {
            throw new FormatException($"its metadata '{key}': {JsonText.Explain(defect)}", defect);
        }
    }

    private static EngineCosts CostsOf(string json)
    {
        try
        {
            return EngineCosts.FromJson(json);
        }
        catch (InvalidDataException defect)
        {
            throw new FormatException($"its metadata 'engine_costs': {defect.Message}", defect);
        }
    }

    private static (Checkpoint Checkpoint, long EventsLength) Read(SafetensorsFile file, EventKinds kinds)
    {
        (string Name, WeightShape Shape)[] shapes = Shapes(file);
        RequireKnownTensors(file);
        NetworkState? State(string prefix) =>
            file.Names.Any(name => name.StartsWith(prefix, StringComparison.Ordinal))
                ? NetworkStateTensors.FromTensors(file, prefix, shapes)
                : null;

        int tickets = (int)Whole(file, "tickets", int.MaxValue);
        NetworkState? mean = State(Mean), superposed = State(Superposed);
        if ((mean is not null, superposed is not null) != (tickets > 0, tickets > 0))
            throw new FormatException($"its metadata 'tickets' is {tickets}, but it {(mean is null ? "lacks" : "has")} a mean and "
                + $"{(superposed is null ? "lacks" : "has")} a superposed ticket");
        Checkpoint checkpoint = new()
        {
            Source = file.Path,
            Step = Whole(file, "step"),
            Network = NetworkStateTensors.FromTensors(file, Network, shapes),
            Optimizer = [.. Under(file, Optimizer).Select(name => (Before(name), After(name), file.Floats(Optimizer + name)))],
            DenseMomenta = [.. Under(file, Momentum).Select(name => (name, file.Floats(Momentum + name)))],
            EverConnected = [.. Under(file, Connected).Select(name => (name, file.Ints(Connected + name)))],
            MethodMemory = Stored<Dictionary<string, double>>(file, "method_memory", JsonSerializerOptions.Default) ?? [],
            Accumulation = tickets == 0 ? null : new(tickets, mean!, HoldersOf(file, mean!, tickets)),
            Superposed = superposed,
            ConnectionsBeforePruning = Whole(file, "connections_before_pruning"),
            Unmeasured = State(Unmeasured),
            History = Stored<TrainingEvent[]>(file, "history", kinds.In(Named)) ?? [],
            StepsPerEpoch = file.Metadata.ContainsKey("steps_per_epoch") ? Whole(file, "steps_per_epoch") : null,
            EngineCosts = file.Metadata.TryGetValue("engine_costs", out string? costs) ? CostsOf(costs) : null,
            OneDnn = file.Metadata.ContainsKey("one_dnn") ? Truth(file, "one_dnn") : null,
            TensorBoardLength = file.Metadata.ContainsKey("tensorboard_length") ? Whole(file, "tensorboard_length") : null,
            EpochLoss = Number(file, "epoch_loss"),
            Seconds = Number(file, "seconds"),
            TrainingFlops = Number(file, "training_flops"),
            DenseTrainingFlops = Number(file, "dense_training_flops"),
        };
        Require(checkpoint, kinds);
        return (checkpoint, Whole(file, "events_length"));
    }

    private static (string Name, WeightShape Shape)[] Shapes(SafetensorsFile file)
    {
        StoredShape[] stored = Stored<StoredShape[]>(file, "shapes", Named) ?? [];
        FieldCheck.List("its metadata 'shapes'", stored);
        return stored.Length > 0 ? [.. stored.Select(shape => (shape.Name, new WeightShape(shape.Sizes)))] : throw new FormatException(
            "its metadata 'shapes' names no sparse weight");
    }

    // A tensor that nothing reads, such as a state with a damaged name, would be lost silently.
    private static void RequireKnownTensors(SafetensorsFile file)
    {
        string[] prefixes = [Network, Mean, Holders, Superposed, Unmeasured, Optimizer, Momentum, Connected];
        if (file.Names.FirstOrDefault(name => !prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))) is { } stray)
            throw new FormatException($"tensor '{stray}' belongs to no part of a checkpoint: {string.Join(" ", prefixes)}");
        if (Under(file, Optimizer).FirstOrDefault(name => !name.Contains('/', StringComparison.Ordinal)) is { } nameless)
            throw new FormatException($"tensor '{Optimizer}{nameless}' is not named {Optimizer}PARAMETER/STATE");
    }

    // Checks what can be checked without the run; CheckpointFit checks the rest.
    private static void Require(Checkpoint checkpoint, EventKinds kinds)
    {
        FieldCheck.Number("its metadata 'epoch_loss'", checkpoint.EpochLoss, -double.MaxValue, double.MaxValue);
        FieldCheck.Number("its metadata 'seconds'", checkpoint.Seconds, 0, FieldCheck.LongestSeconds);
        FieldCheck.Amount("its metadata 'training_flops'", checkpoint.TrainingFlops);
        FieldCheck.Amount("its metadata 'dense_training_flops'", checkpoint.DenseTrainingFlops);
        foreach ((string name, double number) in checkpoint.MethodMemory)
            FieldCheck.Number($"its metadata 'method_memory': {name}", number, -double.MaxValue, double.MaxValue);
        FieldCheck.List("its metadata 'history'", checkpoint.History);
        long before = 0;
        foreach (var (index, happened) in checkpoint.History.Index())
        {
            try
            {
                kinds.Require(happened);
            }
            catch (FormatException defect)
            {
                throw new FormatException($"its metadata 'history', entry {index}: {defect.Message}");
            }

            FieldCheck.Whole($"its metadata 'history', entry {index}: step", happened.Step, before, checkpoint.Step);
            before = happened.Step;
        }
    }

    private static IEnumerable<StoredTensor> Tensors(Checkpoint checkpoint)
    {
        IEnumerable<StoredTensor> tensors = NetworkStateTensors.ToTensors(checkpoint.Network, Network);
        if (checkpoint.Accumulation is { } accumulation)
        {
            tensors = tensors.Concat(NetworkStateTensors.ToTensors(accumulation.Mean, Mean));
            if (accumulation.Holders is { } holders)
                tensors = tensors.Concat(
                    accumulation.Mean.Layers.Zip(holders, (layer, counts) => StoredTensor.Of(Holders + layer.Name, counts)));
        }

        if (checkpoint.Superposed is { } superposed) tensors = tensors.Concat(NetworkStateTensors.ToTensors(superposed, Superposed));
        if (checkpoint.Unmeasured is { } unmeasured) tensors = tensors.Concat(NetworkStateTensors.ToTensors(unmeasured, Unmeasured));
        return tensors
            .Concat(checkpoint.Optimizer.Select(state => StoredTensor.Of($"{Optimizer}{state.Parameter}/{state.Slot}", state.Values)))
            .Concat(checkpoint.DenseMomenta.Select(state => StoredTensor.Of(Momentum + state.Weight, state.Values)))
            .Concat(checkpoint.EverConnected.Select(state => StoredTensor.Of(Connected + state.Weight, state.Words)));
    }

    private static IReadOnlyList<int[]>? HoldersOf(SafetensorsFile file, NetworkState mean, int tickets)
    {
        if (!Under(file, Holders).Any()) return null;
        foreach (string name in Under(file, Holders).Except(mean.Layers.Select(layer => layer.Name)))
            throw new FormatException($"tensor '{Holders}{name}' belongs to no sparse weight");
        return
        [
            .. mean.Layers.Select(
                layer => file.Ints(Holders + layer.Name) is var holders && holders.Length == layer.Values.Length && holders.All(
                    count => count >= 1 && count <= tickets)
                ? holders
                : throw new FormatException($"tensor '{Holders}{layer.Name}' is not, for each of {layer.Values.Length} connections, a "
                    + $"number of holders from 1 to {tickets}")),
        ];
    }

    private static IEnumerable<string> Under(SafetensorsFile file, string prefix) =>
        file.Names.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Select(name => name[prefix.Length..]);

    private static string Before(string name) => name[..name.LastIndexOf('/')];

    private static string After(string name) => name[(name.LastIndexOf('/') + 1)..];

    private static string Text(IFormattable number) => number.ToString(number is double ? "R" : null, CultureInfo.InvariantCulture);

    private static long Whole(SafetensorsFile file, string key, long most = long.MaxValue) =>
        long.TryParse(file.Text(key), NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number <= most
            ? number
            : throw new FormatException($"its metadata '{key}' is '{file.Text(key)}', not a whole number from 0 to {most}");

    private static bool Truth(SafetensorsFile file, string key) => file.Text(key) switch
    {
        "true" => true,
        "false" => false,
        var other => throw new FormatException($"its metadata '{key}' is '{other}', neither true nor false"),
    };

    private static double Number(SafetensorsFile file, string key) =>
        double.TryParse(file.Text(key), NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            ? number
            : throw new FormatException($"its metadata '{key}' is '{file.Text(key)}', not a number");

    private static InvalidDataException Defect(string path, string what) => new($"{path}: {what}");

    private sealed record StoredShape(string Name, IReadOnlyList<long> Sizes);
}
