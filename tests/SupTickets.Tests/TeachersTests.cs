using SupTickets.Experiments;
using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Runs;
using SupTickets.Networks;
using SupTickets.Tests.EndToEnd;
using SupTickets.Tests.Storage;
using SupTickets.Tests.Training;
using SupTickets.Tickets;
using SupTickets.Training;
using SupTickets.Values;

namespace SupTickets.Tests;

/// <summary>Runs that learn from the tickets of another run: the files that name them, what they cost, what is refused.</summary>
public sealed class TeachersTests : IDisposable
{
    private static readonly Recipe Student = SmallRun.Recipe("set")
        with
    { Seed = 8, Superpose = new() { Enabled = false }, Checkpoint = new() { EveryMinutes = 0, EverySteps = 5 } };

    private readonly TemporaryFolder scratch = new();
    private readonly string run;

    public TeachersTests() => run = SmallRun.Train("rigl", scratch["teachers"]);

    [Fact]
    public void A_run_folder_stands_for_its_cheap_tickets_and_the_recipe_of_the_run_says_so()
    {
        RunSummary summary = Experiment.Train(Learning(run), scratch["student"], [], CancellationToken.None);
        Recipe resolved = RecipeJson.Read(File.ReadAllText(scratch["student/recipe.json"]));
        Assert.Equal([Ticket(1), Ticket(2)], resolved.Distill.Teachers);

        RunSummary alone = Experiment.Train(Student, scratch["alone"], [], CancellationToken.None);
        RunSummary named = Experiment.Train(Learning(Ticket(1), Ticket(2)), scratch["named"], [], CancellationToken.None);
        Assert.Equal(Positions(scratch["named"]), Positions(scratch["student"]));
        Assert.NotEqual(Values(scratch["alone"]), Values(scratch["student"]));
        Assert.Equal(Values(scratch["named"]), Values(scratch["student"]));
        Assert.Equal(named.TrainingFlops, summary.TrainingFlops);

        // 24 steps of 8 samples through each teacher.
        double teachers = new[] { 1, 2 }.Sum(cycle => Forward(Ticket(cycle)));
        Assert.Equal(24 * 8 * teachers, summary.TrainingFlops - alone.TrainingFlops);
    }

    [Theory]
    [InlineData("dense")]
    [InlineData("sparse")]
    public void A_run_that_stops_goes_on_to_the_same_bits_and_leaves_its_teachers_alone(string engine)
    {
        byte[] before = File.ReadAllBytes(Ticket(2));
        Recipe recipe = Learning(Ticket(1), Ticket(2)) with { Engine = engine, Checkpoint = new() { EveryMinutes = 0, EverySteps = 1 } };
        TinyRun whole = new();
        TrainingResult expected = whole.Train(recipe);
        foreach (Checkpoint checkpoint in whole.Checkpoints.Where(checkpoint => checkpoint.Step is 1 or 7 or 23))
        {
            TrainingResult actual = new TinyRun().Train(recipe, checkpoint);
            Assert.Equal(TinyRun.Numbers(expected.Final), TinyRun.Numbers(actual.Final));
            Assert.Equal(expected.TrainingFlops, actual.TrainingFlops);
        }

        Assert.Equal(before, File.ReadAllBytes(Ticket(2)));
    }

    [Fact]
    public void The_teachers_pull_the_students_scores_towards_theirs()
    {
        Experiment.Train(Student, scratch["alone"], [], CancellationToken.None);
        Experiment.Train(
            Learning(Ticket(2)) with { Distill = new() { Teachers = [Ticket(2)], Temperature = 1 } }, scratch["student"], [],
            CancellationToken.None);
        using RunSetup setup = new(Student, EngineCosts.Committed);
        using SparseNetwork teacher = Experiment.Load(Ticket(2)), alone = Experiment.Load(scratch["alone/ticket.safetensors"]),
            student = Experiment.Load(scratch["student/ticket.safetensors"]);
        Assert.InRange(Distance(student), 0, 0.9 * Distance(alone));

        double Distance(SparseNetwork network)
        {
            using var scope = TorchSharp.torch.NewDisposeScope();
            using var quiet = TorchSharp.torch.no_grad();
            using var batch = SupTickets.Experiments.Data.BatchLoader.InOrder(setup.Data.Train, 24).GetEnumerator();
            batch.MoveNext();
            var images = SupTickets.Experiments.Data.BatchTensors.ToTensors(batch.Current, setup.Data.Train.Shape, network.Device).Images;
            return DistillationLoss.Divergence(teacher.call(images), network.call(images), 1).item<float>();
        }
    }

    [Fact]
    public void What_cannot_teach_is_refused_with_its_place_and_nothing_is_written()
    {
        File.WriteAllText(scratch["notes.txt"], "none");
        Damage(scratch["damaged.safetensors"]);
        Directory.CreateDirectory(scratch["empty"]);
        string cycleless = scratch["cycleless"];
        Experiment.Train(Student, cycleless, [], CancellationToken.None);
        Refused(
            ["distill.teachers[0]", "distill.teachers[2]", "distill.teachers[3]"], "the folder of a finished run", scratch["missing"],
            Ticket(1), scratch["empty"], cycleless);
        Refused(
            ["distill.teachers[0]", "distill.teachers[1]"], "a ticket that fits the data", scratch["notes.txt"],
            scratch["damaged.safetensors"]);
        Refused(["distill.teachers[0]"], "not a ticket", Path.Combine(run, "checkpoint.safetensors"));

        // A run that was cancelled has tickets, but perhaps not all.
        File.Delete(Path.Combine(run, "metrics.json"));
        Refused(["distill.teachers[0]"], "the folder of a finished run", run);
    }

    [Fact]
    public void Every_damaged_ticket_in_the_folder_of_a_teacher_is_an_error_of_the_recipe()
    {
        Damage(Ticket(1));
        File.WriteAllText(Ticket(2), "none");
        Refused(
            ["distill.teachers[1]", "distill.teachers[1]", "distill.teachers[2]"], "", Path.Combine(run, "ticket.safetensors"), run,
            scratch["missing"]);
        SmallRun.Train("set", scratch["other"]);
        File.Copy(scratch["other/tickets/cycle-1.safetensors"], Ticket(1), overwrite: true);
        File.Copy(scratch["other/tickets/cycle-2.safetensors"], Ticket(2), overwrite: true);
        Refused(["distill.teachers[0]", "distill.teachers[0]"], "a ticket of another run", run);
    }

    [Fact]
    public void A_ticket_for_other_images_or_classes_is_refused()
    {
        Ticket ticket = TicketFile.Read(Ticket(1));
        TicketFile.Write(
            scratch["images"], ticket with { Description = ticket.Description with { Input = new(1, 28, 28), Normalization = null } });
        TicketFile.Write(scratch["classes"], ticket with { Description = ticket.Description with { Classes = 7, Labels = null } });
        TicketFile.Write(scratch["model"], ticket with { Description = ticket.Description with { Model = "vgg16" } });
        TicketFile.Write(scratch["unknown"], ticket with { Description = ticket.Description with { Model = "vgg17" } });
        Refused(["distill.teachers[0]"], "it takes images of 1x28x28, the data has 3x32x32", scratch["images"]);
        Refused(["distill.teachers[1]"], "it tells 7 classes apart, the data has 10", Ticket(1), scratch["classes"]);
        Refused(["distill.teachers[0]"], "it is no vgg16", scratch["model"]);
        Refused(["distill.teachers[0]"], "unknown model 'vgg17'", scratch["unknown"]);
    }

    public void Dispose() => scratch.Dispose();

    private static Recipe Learning(params string[] teachers) => Student with { Distill = new() { Teachers = teachers } };

    private string Ticket(int cycle) => Path.Combine(run, "tickets", $"cycle-{cycle}.safetensors");

    private void Damage(string path)
    {
        byte[] bytes = File.ReadAllBytes(Ticket(1));
        bytes[^5] ^= 1;
        File.WriteAllBytes(path, bytes);
    }

    private void Refused(string[] places, string reason, params string[] teachers)
    {
        SettingException refused = Assert.Throws<SettingException>(
            () => Experiment.Train(Learning(teachers), scratch["refused"], [], CancellationToken.None));
        Assert.Equal(places, refused.Errors.Select(error => error.Path));
        Assert.All(refused.Errors, error => Assert.Contains(reason, error.Allowed, StringComparison.Ordinal));
        Assert.False(Directory.Exists(scratch["refused"]));
    }

    private static double Forward(string ticket)
    {
        using SparseNetwork network = Experiment.Load(ticket);
        network.Measure(new(3, 32, 32));
        return SupTickets.Experiments.Evaluation.FlopCount.Inference(network);
    }

    private static IEnumerable<int> Positions(string folder) =>
        Final(folder).Layers.SelectMany(layer => layer.Connectivity.Positions.ToArray());

    private static float[] Values(string folder) => [.. TinyRun.Numbers(Final(folder))];

    private static NetworkState Final(string folder) => TicketFile.Read(Path.Combine(folder, "ticket.safetensors")).State;
}
