using System.Text;
using System.Text.Json.Nodes;
using SkiaSharp;
using SupTickets.Experiments;
using SupTickets.Experiments.Data;
using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Reports.Html;
using SupTickets.Experiments.Runs;
using SupTickets.Experiments.Sweeps;
using SupTickets.Networks;
using SupTickets.Storage;
using SupTickets.Tests.Contracts;
using SupTickets.Tests.Data;
using SupTickets.Tests.Storage;
using SupTickets.Tests.Sweeps;
using SupTickets.Tickets;
using SupTickets.Training;
using TemporaryFolder = SupTickets.Tests.Storage.TemporaryFolder;

namespace SupTickets.Tests.Torture;

/// <summary>Every format of file that the program reads, with a small sound one of each.</summary>
internal sealed class TornFiles : IDisposable
{
    private static readonly CifarFormat SmallCifar = CifarFormat.Cifar10 with { TrainRecords = 2, TestRecords = 2 };

    private readonly TemporaryFolder scratch = new();
    private readonly RunSetup setup;
    private readonly TrainerParts parts;
    private readonly string recipe;

    public TornFiles()
    {
        Recipe trained = MethodRun.Recipe with
        {
            Model = new() { Name = "lenet-300-100", Width = 0.02 },
            Checkpoint = new() { EveryMinutes = 0, EverySteps = 1 },
            Evaluation = new() { Batch = 12, EveryEpochs = 1 },
        };
        Experiment.Train(trained, scratch["run"], [], CancellationToken.None);
        // With what the data told, such as the names of its classes.
        trained = RecipeJson.Read(File.ReadAllText(scratch["run/recipe.json"]));
        recipe = RecipeJson.Write(trained);
        setup = new(trained, EngineCosts.Committed);
        setup.Network.Measure(setup.Data.Train.Shape);
        parts = setup.Parts();
    }

    public IReadOnlyList<TornFile> All() =>
    [
        Ticket(),
        ForgedTicket(),
        Checkpoint(),
        ForgedCheckpoint(),
        JsonFile("recipe", 0.16, recipe, path =>
            Twice(File.ReadAllText(path), text => RecipeJson.Write(RecipeJson.Read(text, [], new(RecipeTables.Names))))),
        Events(),
        JsonFile("metrics.json", 0.08, File.ReadAllText(scratch["run/metrics.json"]), Metrics),
        JsonFile("engine-costs.json", 0.08, EngineCosts.Committed.ToJson(), path =>
            Twice(File.ReadAllText(path), text => EngineCosts.FromJson(text).ToJson())),
        JsonFile("sweep file", 0.06, SampleSweep.Grid, path =>
            SweepManifest.Write(SweepFile.Read(path, [], RecipeTables.Names)).Length > 0 ? null : "nothing written"),
        JsonFile("sweep.json", 0.04, SweepManifest.Write(SampleSweep.Parse(SampleSweep.Grid)), path =>
            Twice(File.ReadAllText(path), text => SweepManifest.Write(SweepManifest.Read(path, text)))),
        Cifar(packed: false),
        Cifar(packed: true),
        Image("JPEG image", SKEncodedImageFormat.Jpeg),
        Image("PNG image", SKEncodedImageFormat.Png),
    ];

    public void Dispose()
    {
        setup.Dispose();
        scratch.Dispose();
    }

    private TornFile Ticket()
    {
        byte[] sound = File.ReadAllBytes(scratch["run/ticket.safetensors"]);
        string path = scratch["t"];
        return Bytes("ticket", 0.12, sound, path, () =>
        {
            TicketFile.Read(path);
            return File.ReadAllBytes(path).AsSpan().SequenceEqual(sound) ? null : "a ticket that was changed is accepted";
        });
    }

    private TornFile ForgedTicket()
    {
        string sound = scratch["run/ticket.safetensors"], path = scratch["ft"];
        int accepted = 0;
        return new("ticket with a right checksum", 0.08, mutator => Forge(mutator, sound, path), () =>
        {
            Ticket ticket = TicketFile.Read(path);
            TicketFile.Write(path + "2", ticket);
            Ticket again = TicketFile.Read(path + "2");
            if (again.Density != ticket.Density || ticket.Density is not (>= 0 and <= 1))
                return $"its density is {ticket.Density}, then {again.Density}";
            // A network is made of every eighth: that takes a thousand times as long as reading.
            if (accepted++ % 8 != 0) return null;
            using SparseNetwork network = Experiment.Load(path);
            return network.Connections == ticket.State.Connections ? null : "the network has other connections than the ticket";
        });
    }

    private TornFile Checkpoint()
    {
        byte[] sound = File.ReadAllBytes(scratch["run/checkpoint.safetensors"]);
        string path = scratch["c"];
        return Bytes("checkpoint", 0.08, sound, path, () =>
        {
            RunCheckpointFile.Read(path, recipe, RecipeJson.Same);
            return File.ReadAllBytes(path).AsSpan().SequenceEqual(sound) ? null : "a checkpoint that was changed is accepted";
        });
    }

    private TornFile ForgedCheckpoint()
    {
        string sound = scratch["run/checkpoint.safetensors"], path = scratch["fc"];
        Checkpoint original = RunCheckpointFile.Read(sound, recipe, RecipeJson.Same).Checkpoint;
        return new("checkpoint with a right checksum", 0.06, mutator => Forge(mutator, sound, path), () =>
        {
            Checkpoint read = RunCheckpointFile.Read(path, recipe, RecipeJson.Same).Checkpoint;
            CheckpointFit fit = new(parts.Run);
            fit.Require(read);
            fit.RequireMeasured(read, parts.SamplesBy(read.Step));
            // Values may be other numbers, and nobody can tell; whatever has a place or a count in the run may not.
            return (
                read.Step, read.Accumulation?.Tickets, read.Optimizer.Count, read.EverConnected.Count, read.History.OfType<TicketTaken>()
                    .Count())
                == (
                    original.Step, original.Accumulation?.Tickets, original.Optimizer.Count, original.EverConnected.Count,
                    original.History.OfType<TicketTaken>().Count())
                ? null
                : $"it is accepted at step {read.Step} with {read.Accumulation?.Tickets} tickets";
        });
    }

    private TornFile Events()
    {
        string sound = File.ReadAllText(scratch["run/events.jsonl"]), path = scratch["e"];
        string[] lines = sound.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        RunSummary summary = RunFolder.Open(scratch["run"]).ReadMetrics();
        Recipe run = RecipeJson.Read(recipe);
        return new("events.jsonl", 0.1, mutator =>
        {
            string[] torn = [.. lines];
            int at = mutator.Whole() & int.MaxValue % lines.Length;
            if (mutator.Once(3)) File.WriteAllBytes(path, mutator.Bytes(Encoding.UTF8.GetBytes(sound)));
            else
            {
                at %= lines.Length;
                torn[at] = mutator.Json(torn[at]);
                File.WriteAllText(path, string.Join('\n', torn) + "\n");
            }

            return $"line {at + 1}";
        }, () =>
        {
            LoggedEvents log = EventLog.Read(path);
            RunRecord record = new(run, summary, new(log.Events));
            // A page is made of every tenth.
            if (record.History.Steps.Count % 10 == 0) HtmlReport.Write(scratch["page.html"], record);
            // What is left out is said; a page can be made of the rest.
            return log.Damage is { } damage ? throw new InvalidDataException($"{path}: {damage}") : null;
        });
    }

    private string? Metrics(string path)
    {
        string folder = scratch["m"];
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "recipe.json"), recipe);
        File.Copy(path, Path.Combine(folder, "metrics.json"), overwrite: true);
        RunSummary summary = RunFolder.Open(folder).ReadMetrics();
        HtmlReport.Write(scratch["page.html"], new RunRecord(RecipeJson.Read(recipe), summary, new([])));
        return summary.Density is >= 0 and <= 1 ? null : $"its density is {summary.Density}";
    }

    private TornFile Cifar(bool packed)
    {
        string folder = scratch[packed ? "packed" : "cifar"];
        CifarFiles.Write(SmallCifar, folder);
        if (packed) CifarFiles.Pack(SmallCifar, folder);
        string[] files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories);
        Dictionary<string, byte[]> sound = files.ToDictionary(file => file, File.ReadAllBytes);
        return new(packed ? "CIFAR archive" : "CIFAR folder", packed ? 0.02 : 0.04, mutator =>
        {
            foreach (string file in files) File.WriteAllBytes(file, sound[file]);
            string torn = mutator.Pick(files);
            File.WriteAllBytes(torn, mutator.Bytes(sound[torn]));
            return Path.GetFileName(torn);
        }, () =>
        {
            (MemoryImages train, MemoryImages test) = CifarReader.Read(SmallCifar, folder);
            return Enumerable.Range(0, train.Count).All(index => train.Label(index) < 10) && test.Count == 2 ? null
                : "a label is out of range";
        });
    }

    private TornFile Image(string name, SKEncodedImageFormat format)
    {
        string folder = scratch[$"{format}"], file = Path.Combine(
            folder, "train/ant/1." + (format == SKEncodedImageFormat.Png ? "png" : "jpg"));
        foreach (string other in new[] { "train/bee/1.png", "val/ant/1.png", "val/bee/1.png" })
            ImageFiles.Write(Path.Combine(folder, other), 16, 16, SKEncodedImageFormat.Png);
        ImageFiles.Write(file, 40, 24, format);
        byte[] sound = File.ReadAllBytes(file);
        float[] image = new float[3 * 16 * 16];
        return Bytes(name, 0.03, sound, file, () =>
        {
            ImageData data = DataSets.Open(new() { Name = "imagefolder", Folder = folder, ImageSize = 16 }, new(1));
            for (int index = 0; index < data.Train.Count; index++)
            {
                data.Train.Read(index, image);
                if (image.Any(value => !float.IsFinite(value))) return "a pixel is not finite";
            }

            return null;
        });
    }

    private static TornFile Bytes(string name, double share, byte[] sound, string path, Func<string?> use) => new(name, share, mutator =>
    {
        File.WriteAllBytes(path, mutator.Bytes(sound));
        return path;
    }, use);

    private TornFile JsonFile(string name, double share, string sound, Func<string, string?> use)
    {
        string path = scratch[name.Replace(' ', '-') + ".torn"];
        byte[] bytes = Encoding.UTF8.GetBytes(sound);
        return new(name, share, mutator =>
        {
            if (mutator.Once(3)) File.WriteAllBytes(path, mutator.Bytes(bytes));
            else File.WriteAllText(path, mutator.Json(sound));
            return path;
        }, () => use(path));
    }

    // What was accepted and written is read as the same.
    private static string? Twice(string text, Func<string, string> write)
    {
        string once = write(text), twice = write(once);
        return once == twice ? null : $"what was read is written as {once}, and that as {twice}";
    }

    private static string Forge(Mutator mutator, string sound, string path)
    {
        string done = "";
        if (mutator.Once(2))
        {
            Forgery.Write(sound, path, metadata =>
            {
                string key = mutator.Pick(metadata.Keys.Order(StringComparer.Ordinal).ToList());
                done = $"metadata {key}";
                if (mutator.Once(12)) metadata.Remove(key);
                else metadata[key] = IsJson(metadata[key]) && !mutator.Once(4) ? mutator.Json(metadata[key]) : mutator.Text(metadata[key]);
            });
            return done;
        }

        string[] names = [.. SafetensorsFile.Read(sound).Names];
        string chosen = mutator.Pick(names), other = mutator.Pick(names);
        Forgery.Write(sound, path, tensor: tensor =>
        {
            if (tensor.Name != chosen) return tensor;
            (StoredTensor? torn, done) = Tear(mutator, tensor, names.Contains(other + "x") ? other : other + "x");
            return torn;
        });
        return done;
    }

    private static (StoredTensor? Tensor, string Done) Tear(Mutator mutator, StoredTensor tensor, string name)
    {
        if (mutator.Once(4)) return (null, $"{tensor.Name} left out");
        if (mutator.Once(3)) return (tensor with { Name = name }, $"{tensor.Name} renamed to {name}");
        if (mutator.Once(3))
            return (StoredTensor.Of(tensor.Name, new float[1 + (mutator.Whole() & 15)]), $"{tensor.Name} of another length");
        byte[] bytes = tensor.Bytes.ToArray();
        byte[] number = tensor.Type == StoredType.F32 ? BitConverter.GetBytes(mutator.Number()) : BitConverter.GetBytes(mutator.Whole());
        int at = bytes.Length <= 4 ? 0 : (mutator.Whole() & int.MaxValue) % (bytes.Length / 4) * 4;
        number.AsSpan(0, Math.Min(4, bytes.Length)).CopyTo(bytes.AsSpan(at));
        return (tensor with { Bytes = bytes }, $"{tensor.Name} holds {Convert.ToHexString(number)} at byte {at}");
    }

    private static bool IsJson(string text)
    {
        try
        {
            return JsonNode.Parse(text) is JsonObject or JsonArray;
        }
        catch (System.Text.Json.JsonException)
        {
            return false;
        }
    }
}
