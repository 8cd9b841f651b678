using SkiaSharp;
using SupTickets.Experiments;
using SupTickets.Experiments.Data;
using SupTickets.Experiments.Evaluation;
using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Runs;
using SupTickets.Networks;
using SupTickets.Tests.Cli;
using SupTickets.Tests.Cli.Commands;
using SupTickets.Tests.Contracts;
using SupTickets.Tests.Data;
using SupTickets.Tickets;
using SupTickets.Topology;
using SupTickets.Training;
using SupTickets.Values;

namespace SupTickets.Tests;

/// <summary>A ticket decides how data is prepared for it, and its class names what its outputs mean.</summary>
[Collection(nameof(WholeRuns))]
public sealed class TicketDataTests : IDisposable
{
    private static readonly Recipe Generated = MethodRun.Recipe with
    {
        Data = new() { TrainSamples = 40, TestSamples = 30 },
        Evaluation = new() { Batch = 16, EveryEpochs = 0 },
    };

    private readonly TemporaryFolder scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void The_same_images_as_files_give_a_ticket_the_same_figures()
    {
        string run = Train(Generated);
        string images = Export(Generated, "images");
        Metrics own = Measure(run, null).Metrics;
        var measured = Tool.Json("eval", run, "--data", "imagefolder", "--data-dir", images);
        Assert.Equal(own.Samples, measured.GetProperty("samples").GetInt64());
        Assert.Equal((own.Top1, own.Top5), (measured.GetProperty("top1").GetDouble(), measured.GetProperty("top5").GetDouble()));
        Assert.Equal(own.Nll, measured.GetProperty("nll").GetDouble(), 1e-6);
        Assert.Equal(SyntheticImages.Classes, measured.GetProperty("labels").EnumerateArray().Select(name => name.GetString()!));

        // Classes of a folder come in the order of their names, which is not that of the generated ones.
        Assert.Contains("matched by name", measured.GetProperty("notes")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_renamed_class_is_refused_and_named_by_eval_and_resume()
    {
        string images = Export(Generated, "images");
        Recipe recipe = OnFolder(images);
        string run = Train(recipe);
        string[] labels = [.. SyntheticImages.Classes.Order(StringComparer.Ordinal)];
        Assert.Equal(labels, TicketFile.Read(Path.Combine(run, "ticket.safetensors")).Description.Labels);
        Assert.Equal(labels, RecipeJson.Read(File.ReadAllText(Path.Combine(run, "recipe.json"))).Data.Labels);
        Assert.Equal(labels, RunFolder.Open(run).ReadMetrics().Labels);
        EvaluationReport before = Measure(run, null);
        Assert.Equal(RunFolder.Open(run).ReadMetrics().Superposed!.Metrics, before.Metrics);

        foreach (string part in new[] { "train", "val" })
            Directory.Move(Path.Combine(images, part, labels[0]), Path.Combine(images, part, "zebra"));
        string refusal = Refusal("eval", run);
        Assert.Contains($"only in the ticket: [{labels[0]}], only in '{images}': [zebra]", refusal, StringComparison.Ordinal);
        File.Delete(Path.Combine(run, "metrics.json"));
        Assert.Contains($"only in data.labels: [{labels[0]}]", Refusal("resume", run), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_keeps_the_class_order_that_its_recipe_asks_for()
    {
        string images = Export(Generated, "images");
        string[] backwards = [.. SyntheticImages.Classes.OrderDescending(StringComparer.Ordinal)];
        Recipe recipe = OnFolder(images);
        string run = Train(recipe with { Data = recipe.Data with { Labels = backwards } });
        EvaluationReport measured = Measure(run, null);
        Assert.Equal(backwards, measured.Labels);
        Assert.Equal(RunFolder.Open(run).ReadMetrics().Superposed!.Metrics, measured.Metrics);
    }

    [Fact]
    public void A_ticket_whose_outputs_stand_in_another_order_is_mapped_by_name()
    {
        string run = Train(Generated);
        string ticket = Path.Combine(run, "ticket.safetensors"), other = scratch.At("other.safetensors");
        TicketFile.Write(other, WithOutputsIn(TicketFile.Read(ticket), [3, 0, 7, 1, 9, 2, 8, 4, 6, 5]));
        EvaluationReport first = Measure(ticket, null), second = Measure(other, null);
        Assert.NotEqual(first.Labels, second.Labels);
        Assert.Equal((first.Metrics.Top1, first.Metrics.Top5), (second.Metrics.Top1, second.Metrics.Top5));
        Assert.Equal(first.Metrics.Nll, second.Metrics.Nll, 1e-6);

        EnsembleReport together = PredictionEnsemble.Measure([ticket, other], null, null, CancellationToken.None);
        Assert.Equal((first.Metrics.Top1, 0.0), (together.Metrics.Top1, together.Diversity.Disagreement));
        Assert.Equal(0, together.Diversity.Kl, 1e-6);

        // Weights are put together by position, where no mapping helps.
        Ticket swapped = TicketFile.Read(other);
        TicketFile.Write(
            Path.Combine(run, "tickets", "cycle-2.safetensors"),
            swapped with { Description = swapped.Description with { Part = "cycle-2" } });
        Assert.Contains("tells its classes apart in another order", Refusal("tickets", run), StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => RunMeasurements.Measure(run, "cia", 0, CancellationToken.None));
        SettingException teacher = Assert.Throws<SettingException>(() => Train(Generated with { Distill = new() { Teachers = [other] } }));
        Assert.Contains("tells its classes apart in another order", teacher.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tickets_of_other_classes_are_no_ensemble()
    {
        string ticket = Path.Combine(Train(Generated), "ticket.safetensors");
        Ticket one = TicketFile.Read(ticket);
        TicketDescription renamed = one.Description with { Labels = [.. one.Description.Labels!.Skip(1), "zebra"] };
        TicketFile.Write(scratch.At("other"), one with { Description = renamed });
        string[] both = [ticket, scratch.At("other")];
        DataException refused = Assert.Throws<DataException>(() => PredictionEnsemble.Measure(both, null, null, CancellationToken.None));
        Assert.Contains("only in " + scratch.At("other") + ": [zebra]", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_member_of_an_ensemble_gets_its_images_normalised_in_its_own_way()
    {
        string ticket = Path.Combine(Train(Generated), "ticket.safetensors");
        Ticket one = TicketFile.Read(ticket);
        TicketFile.Write(scratch.At("other"), one with { Description = one.Description with { Normalization = Normalization.ImageNet } });
        Metrics other = Measure(scratch.At("other"), null).Metrics;
        Assert.NotEqual(Measure(ticket, null).Metrics.Nll, other.Nll);
        EnsembleReport twice = PredictionEnsemble.Measure([scratch.At("other"), scratch.At("other")], null, null, CancellationToken.None);
        Assert.Equal(other.Nll, twice.Metrics.Nll, 1e-6);
        Assert.True(PredictionEnsemble.Measure([ticket, scratch.At("other")], null, null, CancellationToken.None).Diversity.Kl > 1e-6);
    }

    [Fact]
    public void Of_a_ticket_that_names_no_classes_it_is_said_that_their_order_cannot_be_checked()
    {
        string ticket = Path.Combine(Train(Generated), "ticket.safetensors"), images = Export(Generated, "images");
        Ticket one = TicketFile.Read(ticket);
        Recipe old = RecipeJson.Read(one.Description.Recipe);
        old = old with { Data = old.Data with { Labels = null } };
        TicketDescription unnamed = one.Description with { Labels = null, Normalization = null, Recipe = RecipeJson.Write(old) };
        TicketFile.Write(scratch.At("old"), one with { Description = unnamed });

        // Generated images have their classes in one order everywhere.
        EvaluationReport same = Measure(scratch.At("old"), null);
        Assert.Equal((Measure(ticket, null).Metrics, 0), (same.Metrics, same.Notes.Count));
        Assert.Null(same.Labels);
        EvaluationReport files = Measure(scratch.At("old"), new() { Name = "imagefolder", Folder = images });
        Assert.Contains("does not name its classes", Assert.Single(files.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Data_of_other_classes_is_refused_though_number_and_size_fit()
    {
        CifarFiles.WriteCifar10(scratch.Path);
        string ticket = Path.Combine(Train(Generated), "ticket.safetensors");
        string refusal = Refusal("eval", ticket, "--data", "cifar10", "--data-dir", scratch.Path);
        Assert.Contains($"the classes of '{scratch.Path}' are not those of the ticket", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void One_unreadable_image_ends_no_epoch_but_is_named_before_the_run_or_left_out_on_request()
    {
        string images = Export(Generated, "images");
        string bad = Path.Combine(images, "train", SyntheticImages.Classes[0], "bad.png");
        File.WriteAllText(bad, "no image");
        Recipe recipe = OnFolder(images);
        Seen seen = new();
        DataException refused = Assert.Throws<DataException>(
            () => Experiment.Train(recipe, scratch.At("refused"), [seen], CancellationToken.None));
        Assert.Contains(bad, refused.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(scratch.At("refused")));
        Assert.Equal([(71L, 71L, 1L)], seen.Events.OfType<ImagesChecked>().Select(look => (look.Done, look.Total, look.Bad)));

        recipe = recipe with { Data = recipe.Data with { OnBadImage = "skip" } };
        Experiment.Train(recipe, scratch.At("run"), [seen], CancellationToken.None);
        Warning warning = Assert.Single(seen.Events.OfType<Warning>(), about => about.About == "data");
        Assert.Contains("1 of the 71 images that were looked at", warning.Message, StringComparison.Ordinal);
        Assert.Contains("\"about\":\"data\"", File.ReadAllText(Path.Combine(scratch.At("run"), "events.jsonl")), StringComparison.Ordinal);
        Assert.Empty(Measure(scratch.At("run"), null).Notes);
    }

    private static string Refusal(params string[] arguments)
    {
        var (code, output, error) = Tool.Run([.. arguments, "--json"]);
        Assert.Equal((2, ""), (code, output));
        return error;
    }

    private static EvaluationReport Measure(string path, DataOptions? instead) =>
        Experiment.Evaluate(path, instead, null, CancellationToken.None);

    private static Recipe OnFolder(string images) =>
        Generated with { Data = new() { Name = "imagefolder", Folder = images, ImageSize = 32 } };

    private string Train(Recipe recipe)
    {
        string folder = scratch.At($"run-{Guid.NewGuid():N}");
        Experiment.Train(recipe, folder, [], CancellationToken.None);
        return folder;
    }

    /// <summary>The generated images of a recipe as files, in folders named as their classes.</summary>
    private string Export(Recipe recipe, string name)
    {
        ImageData data = DataSets.Open(recipe.Data, new Seed(recipe.Seed).For("data"));
        foreach ((string part, IImageDataset images) in new[] { ("train", data.Train), ("val", data.Test) })
        {
            float[] image = new float[images.Shape.Length];
            int side = images.Shape.Width, plane = side * side;
            using SKBitmap bitmap = new(new SKImageInfo(side, side, SKColorType.Rgba8888, SKAlphaType.Opaque));
            for (int index = 0; index < images.Count; index++)
            {
                images.Read(index, image);
                byte Level(int channel, int at) => (byte)Math.Round(((image[(channel * plane) + at] * .25) + .5) * 255);
                for (int at = 0; at < plane; at++) bitmap.SetPixel(at % side, at / side, new(Level(0, at), Level(1, at), Level(2, at)));
                string file = $"{name}/{part}/{images.Classes[images.Label(index)]}/{index}.png";
                ImageFiles.Save(scratch.At(file), bitmap, SKEncodedImageFormat.Png);
            }
        }

        return scratch.At(name);
    }

    // Output i of the new ticket is output order[i] of the old one: the same network with its answers in other places.
    private static Ticket WithOutputsIn(Ticket ticket, int[] order)
    {
        SparseLayerState last = ticket.State.Layers[^1];
        int inputs = last.Shape.Positions / order.Length;
        Dictionary<int, float> old = last.Connectivity.Positions.ToArray().Zip(last.Values).ToDictionary();
        var moved = order.Index()
            .SelectMany(row =>
                Enumerable.Range(0, inputs).Select(column => (To: (row.Index * inputs) + column, From: (row.Item * inputs) + column)))
            .Where(move => old.ContainsKey(move.From))
            .ToArray();
        SparseLayerState reordered = last with
        {
            Connectivity = Connectivity.Of([.. moved.Select(move => move.To)], last.Shape.Positions),
            Values = [.. moved.Select(move => old[move.From])],
        };
        string bias = last.Name.Replace(".weight", ".bias", StringComparison.Ordinal);
        StateTensor Moved(StateTensor tensor) =>
            tensor.Name == bias ? tensor with { Floats = [.. order.Select(from => tensor.Floats[from])] } : tensor;
        return new(
            new([.. ticket.State.Layers.SkipLast(1), reordered], [.. ticket.State.Tensors.Select(Moved)]),
            ticket.Description with { Labels = [.. order.Select(from => ticket.Description.Labels![from])] });
    }

    private sealed class Seen : ITrainingObserver
    {
        public List<TrainingEvent> Events { get; } = [];

        public void On(TrainingEvent happened)
        {
            lock (Events) Events.Add(happened);
        }
    }
}
