using System.Globalization;
using System.Text.Json;
using SupTickets.Networks;
using SupTickets.Storage;
using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.Tickets;

/// <summary>Tickets on disk: a safetensors file that any tool can read. <c>docs/formats.md</c> describes it.</summary>
public static class TicketFile
{
    private const string Format = "suptickets-ticket";
    private const string Version = "1";

    /// <summary>Writes <paramref name="ticket"/>; the file is complete or not there, and the same ticket gives the same bytes.</summary>
    /// <exception cref="ArgumentException">Labels or normalization do not fit the classes and the input; nothing was written.</exception>
    public static void Write(string path, Ticket ticket)
    {
        TicketDescription description = ticket.Description;
        Dictionary<string, string> metadata = new()
        {
            ["format"] = Format,
            ["version"] = Version,
            ["shapes"] = Shapes(ticket.State),
            ["model"] = description.Model,
            ["input"] = description.Input.ToString(),
            ["classes"] = description.Classes.ToString(CultureInfo.InvariantCulture),
            ["density"] = ticket.Density.ToString("R", CultureInfo.InvariantCulture),
            ["recipe"] = description.Recipe,
            ["created_by"] = description.CreatedBy,
        };
        if (description.Part is { } part) metadata["part"] = part;
        TicketImages.Write(description, metadata);
        SafetensorsWriter.Write(path, NetworkStateTensors.ToTensors(ticket.State, string.Empty), metadata);
    }

    /// <summary>Reads and checks a ticket.</summary>
    /// <exception cref="InvalidDataException">
    /// The file is damaged or no ticket of a known version; the message names file and defect.
    /// </exception>
    public static Ticket Read(string path)
    {
        SafetensorsFile file = SafetensorsFile.Read(path, Integrity.WhenPresent, "ticket");
        if (!file.Metadata.TryGetValue("format", out string? format) || format != Format)
            throw file.Defect($"not a ticket: its metadata has format '{format ?? "none"}', not '{Format}'");
        if (file.Text("version") != Version)
            throw file.Defect($"a ticket of version '{file.Text("version")}'; this program reads version {Version}");

        TicketDescription description = new(file.Text("model"), Input(file), Classes(file), Recipe(file))
        {
            CreatedBy = file.Text("created_by"),
            Part = file.Metadata.GetValueOrDefault("part"),
        };
        description = TicketImages.Read(file, description);

        // Every file of ours has a checksum, so a file of ours without one is damaged. Other tools may write tickets without.
        if (!file.HasChecksum && description.CreatedBy.StartsWith("SupTickets ", StringComparison.Ordinal))
            throw file.Defect($"created by {description.CreatedBy}, but its checksum is gone: the file was damaged");

        List<(string Name, WeightShape Shape)> shapes = Shapes(file);
        if (shapes.Sum(layer => (long)layer.Shape.Positions) is var positions && positions > Limit.ModelNumbers.Most)
            throw file.Defect($"its metadata 'shapes' gives {positions} positions; allowed: {Limit.ModelNumbers.Allowed}");
        NetworkState state = NetworkStateTensors.FromTensors(file, string.Empty, shapes);
        Ticket ticket = new(state, description);
        string density = file.Text("density");
        if (!double.TryParse(density, NumberStyles.Float, CultureInfo.InvariantCulture, out double claimed)
            || !(Math.Abs(claimed - ticket.Density) <= 1e-6))
        {
            throw file.Defect(string.Create(
                CultureInfo.InvariantCulture,
                $"its metadata claims density '{density}', but it has {state.Connections} connections on {state.Positions} positions, "
                + $"{ticket.Density}"));
        }

        return ticket;
    }

    /// <summary>The network of a ticket whose architecture is your own; ready to compute, on the CPU.</summary>
    /// <param name="path">The ticket.</param>
    /// <param name="module">
    /// Built, or converted, as the module that was trained; disposed with the network. Its values are replaced. If it is refused, it still
    /// belongs to the caller and has its old values.
    /// </param>
    /// <exception cref="InvalidDataException">
    /// The file is damaged or no ticket, or its weights do not fit the module; the message names the first that differs.
    /// </exception>
    public static SparseNetwork Load(string path, nn.Module<Tensor, Tensor> module)
    {
        Ticket ticket = Read(path);
        SparseNetwork network = new(module);
        try
        {
            network.Restore(ticket.State);
        }
        catch (ArgumentException defect)
        {
            network.LetGo();
            throw new InvalidDataException($"{path}: it is no ticket of the module: {defect.Message}", defect);
        }

        network.eval();
        return network;
    }

    private static string Shapes(NetworkState state)
    {
        // Written by hand: the order of the layers matters, and a dictionary does not promise to keep it.
        using MemoryStream json = new();
        using (Utf8JsonWriter writer = new(json))
        {
            writer.WriteStartObject();
            foreach (SparseLayerState layer in state.Layers)
            {
                writer.WriteStartArray(layer.Name);
                foreach (long size in layer.Shape.Sizes) writer.WriteNumberValue(size);
                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(json.ToArray());
    }

    private static List<(string Name, WeightShape Shape)> Shapes(SafetensorsFile file)
    {
        List<(string Name, WeightShape Shape)> shapes = [];
        try
        {
            using JsonDocument json = JsonText.Parse(file.Text("shapes"), new JsonDocumentOptions { AllowDuplicateProperties = false });
            foreach (JsonProperty layer in json.RootElement.EnumerateObject())
                shapes.Add((layer.Name, new WeightShape([.. layer.Value.EnumerateArray().Select(size => size.GetInt64())])));
        }
        catch (Exception defect) when (defect is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw file.Defect($"its metadata 'shapes' does not give a dense shape for each sparse weight: {JsonText.Explain(defect)}");
        }

        return shapes.Count > 0 ? shapes : throw file.Defect("its metadata 'shapes' names no sparse weight");
    }

    private static ImageShape Input(SafetensorsFile file)
    {
        try
        {
            return ImageShape.Parse(file.Text("input"));
        }
        catch (FormatException defect)
        {
            throw file.Defect($"its metadata 'input': {defect.Message}");
        }
    }

    private static int Classes(SafetensorsFile file) =>
        int.TryParse(file.Text("classes"), NumberStyles.None, CultureInfo.InvariantCulture, out int classes) && classes > 0
            ? classes
            : throw file.Defect($"its metadata 'classes' is '{file.Text("classes")}', not a positive number");

    private static string Recipe(SafetensorsFile file)
    {
        string recipe = file.Text("recipe");
        try
        {
            using JsonDocument json = JsonText.Parse(recipe);
            return recipe;
        }
        catch (JsonException defect)
        {
            throw file.Defect($"its metadata 'recipe' is not JSON: {JsonText.Explain(defect)}");
        }
    }
}
