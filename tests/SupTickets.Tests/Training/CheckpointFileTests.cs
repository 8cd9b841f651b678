using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Runs;
using SupTickets.Networks;
using SupTickets.Tests.Contracts;
using SupTickets.Tests.Storage;
using SupTickets.Training;

namespace SupTickets.Tests.Training;

public sealed class CheckpointFileTests
{
    private const string Recipe = """{"seed":7}""";

    // After a ticket, with everything a checkpoint may hold: counts of holders, dense momenta, an unmeasured network.
    private static readonly Lazy<Checkpoint> Full = new(() =>
    {
        TinyRun run = new();
        Recipe recipe = MethodRun.Recipe with
        {
            Model = new() { Name = "resnet20", Width = 0.25 },
            Data = new() { TrainSamples = 12, TestSamples = 4 },
            Schedule = MethodRun.Recipe.Schedule with { Batch = 4 },
            Method = MethodRun.Recipe.Method with { Grow = "momentum" },
            Superpose = MethodRun.Recipe.Superpose with { Averaging = "caa", BatchNorm = "both" },
            Checkpoint = new() { EveryMinutes = 0, EverySteps = 19 },
        };
        run.Train(recipe);
        Checkpoint middle = run.Checkpoints.Single(checkpoint => checkpoint.Step == 19);
        return middle with
        {
            MethodMemory = new Dictionary<string, double> { ["threshold"] = 0.1 + 0.2 },
            Unmeasured = middle.Network,
            EpochLoss = 0.1 + 0.2,
            Seconds = 1e-7,
        };
    });

    [Fact]
    public void A_checkpoint_of_a_version_that_did_not_know_a_key_still_fits_its_recipe()
    {
        using TemporaryFolder folder = new();
        RunCheckpointFile.Write(folder["checkpoint"], Full.Value, Recipe, eventsLength: 0);
        string now = RecipeJson.Write(RecipeJson.Read(Recipe));
        Assert.NotEqual(Recipe, now);
        Assert.Equal(Full.Value.Step, RunCheckpointFile.Read(folder["checkpoint"], now, RecipeJson.Same).Checkpoint.Step);
        string other = RecipeJson.Write(RecipeJson.Read(Recipe) with { Seed = 8 });
        string refusal =
            Assert.Throws<InvalidDataException>(() => RunCheckpointFile.Read(folder["checkpoint"], other, RecipeJson.Same)).Message;
        Assert.Contains("another recipe", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_field_comes_back_as_it_was()
    {
        using TemporaryFolder folder = new();
        Checkpoint written = Full.Value;
        RunCheckpointFile.Write(folder["checkpoint"], written, Recipe, eventsLength: 1234);
        (Checkpoint read, long length) = RunCheckpointFile.Read(folder["checkpoint"], Recipe, RecipeJson.Same);

        Assert.Equal(1234, length);
        Assert.Equal(
            (
                written.Step, written.ConnectionsBeforePruning, written.EpochLoss, written.Seconds, written.TrainingFlops,
                written.DenseTrainingFlops),
            (read.Step, read.ConnectionsBeforePruning, read.EpochLoss, read.Seconds, read.TrainingFlops, read.DenseTrainingFlops));
        Assert.Equal((written.StepsPerEpoch, written.EngineCosts, written.OneDnn), (read.StepsPerEpoch, read.EngineCosts, read.OneDnn));
        Assert.NotNull(read.OneDnn);
        RequireSame(written.Network, read.Network);
        RequireSame(written.Superposed!, read.Superposed!);
        RequireSame(written.Unmeasured!, read.Unmeasured!);
        Assert.Equal(1, read.Accumulation!.Tickets);
        RequireSame(written.Accumulation!.Mean, read.Accumulation.Mean);
        Assert.Equal(written.Accumulation.Holders, read.Accumulation.Holders);
        Assert.NotEmpty(written.Optimizer);
        Assert.Equal(
            written.Optimizer.OrderBy(state => (state.Parameter, state.Slot)),
            read.Optimizer.OrderBy(state => (state.Parameter, state.Slot)), SameState);
        Assert.NotEmpty(written.DenseMomenta);
        Assert.Equal(
            written.DenseMomenta.OrderBy(state => state.Weight).SelectMany(state => state.Values),
            read.DenseMomenta.OrderBy(state => state.Weight).SelectMany(state => state.Values));
        Assert.NotEmpty(written.EverConnected);
        Assert.Equal(
            written.EverConnected.OrderBy(state => state.Weight).SelectMany(state => state.Words),
            read.EverConnected.OrderBy(state => state.Weight).SelectMany(state => state.Words));
        Assert.Equal(written.MethodMemory, read.MethodMemory);
        Assert.Equal([typeof(TicketTaken), typeof(TicketSuperposed)], read.History.Select(happened => happened.GetType()));
        Assert.Equal(written.History, read.History);
    }

    [Fact]
    public void What_is_not_there_yet_comes_back_as_nothing()
    {
        using TemporaryFolder folder = new();
        Checkpoint written =
            Full.Value with { Optimizer = [], DenseMomenta = [], Accumulation = null, Superposed = null, Unmeasured = null, History = [] };
        RunCheckpointFile.Write(folder["checkpoint"], written, Recipe, 0);
        Checkpoint read = RunCheckpointFile.Read(folder["checkpoint"], Recipe, RecipeJson.Same).Checkpoint;
        Assert.Empty(read.Optimizer);
        Assert.Empty(read.DenseMomenta);
        Assert.Empty(read.History);
        Assert.Equal((null, null, null), (read.Accumulation, read.Superposed, read.Unmeasured));
        RequireSame(written.Network, read.Network);
    }

    [Fact]
    public void Measurements_that_are_not_finite_are_kept_too()
    {
        using TemporaryFolder folder = new();
        Evaluated diverged = new(19, "test", new(0.1, 0.5, double.NaN, double.PositiveInfinity, 4));
        RunCheckpointFile.Write(folder["checkpoint"], Full.Value with { History = [diverged] }, Recipe, 0);
        Assert.Equal([diverged], RunCheckpointFile.Read(folder["checkpoint"], Recipe, RecipeJson.Same).Checkpoint.History);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [InlineData(null)]
    public void Whether_oneDNN_computed_comes_back_and_so_does_that_it_is_not_known(bool? oneDnn)
    {
        using TemporaryFolder folder = new();
        RunCheckpointFile.Write(folder["checkpoint"], Full.Value with { OneDnn = oneDnn }, Recipe, 0);
        Assert.Equal(oneDnn, RunCheckpointFile.Read(folder["checkpoint"], Recipe, RecipeJson.Same).Checkpoint.OneDnn);
    }

    [Fact]
    public void A_checkpoint_of_another_recipe_is_refused()
    {
        using TemporaryFolder folder = new();
        RunCheckpointFile.Write(folder["checkpoint"], Full.Value, Recipe, 0);
        InvalidDataException thrown = Assert.Throws<InvalidDataException>(
            () => RunCheckpointFile.Read(folder["checkpoint"], """{"seed":8}""", RecipeJson.Same));
        Assert.StartsWith(folder["checkpoint"], thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_truncated_file_is_refused_wherever_it_ends()
    {
        using TemporaryFolder folder = new();
        RunCheckpointFile.Write(folder["whole"], Full.Value, Recipe, 0);
        byte[] whole = File.ReadAllBytes(folder["whole"]);
        foreach (int length in Enumerable.Range(0, 40).Select(i => (int)((long)whole.Length * i / 40)).Concat(
            [1, 7, 8, 9, whole.Length - 1]))
        {
            File.WriteAllBytes(folder["cut"], whole[..length]);
            InvalidDataException thrown = Assert.Throws<InvalidDataException>(
                () => RunCheckpointFile.Read(folder["cut"], Recipe, RecipeJson.Same));
            Assert.Contains(folder["cut"], thrown.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_file_with_a_flipped_bit_is_refused_wherever_the_bit_is()
    {
        using TemporaryFolder folder = new();
        RunCheckpointFile.Write(folder["whole"], Full.Value, Recipe, 0);
        byte[] bytes = File.ReadAllBytes(folder["whole"]);
        int header = (int)BitConverter.ToInt64(bytes) + 8;
        foreach (int at in Enumerable.Range(0, 8).Concat(Spread(8, header, 60)).Concat(Spread(header, bytes.Length, 60)).Append(
            bytes.Length - 1))
        {
            bytes[at] ^= (byte)(1 << (at % 8));
            File.WriteAllBytes(folder["flipped"], bytes);
            Assert.Throws<InvalidDataException>(() => RunCheckpointFile.Read(folder["flipped"], Recipe, RecipeJson.Same));
            bytes[at] ^= (byte)(1 << (at % 8));
        }
    }

    [Fact]
    public void A_ticket_is_no_checkpoint()
    {
        using TemporaryFolder folder = new();
        SupTickets.Tickets.TicketFile.Write(folder["ticket"], new(Full.Value.Network, new("resnet20", new(3, 32, 32), 10, "{}")));
        Assert.Throws<InvalidDataException>(() => RunCheckpointFile.Read(folder["ticket"], Recipe, RecipeJson.Same));
    }

    private static IEnumerable<int> Spread(int from, int to, int count) =>
        Enumerable.Range(0, count).Select(i => from + (int)((long)(to - from) * i / count));

    private static bool SameState((string Parameter, string Slot, float[] Values) a, (string Parameter, string Slot, float[] Values) b) =>
        a.Parameter == b.Parameter && a.Slot == b.Slot && a.Values.SequenceEqual(b.Values);

    private static void RequireSame(NetworkState expected, NetworkState actual)
    {
        Assert.Equal(expected.Layers.Select(layer => (layer.Name, layer.Shape.ToString())), actual.Layers.Select(
            layer => (layer.Name, layer.Shape.ToString())));
        Assert.Equal(TinyRun.Numbers(expected), TinyRun.Numbers(actual));
        Assert.Equal(expected.Tensors.Select(tensor => tensor.Name), actual.Tensors.Select(tensor => tensor.Name));
        Assert.Equal(expected.Tensors.SelectMany(tensor => tensor.Sizes), actual.Tensors.SelectMany(tensor => tensor.Sizes));
        Assert.Equal(expected.Tensors.SelectMany(tensor => tensor.Integers), actual.Tensors.SelectMany(tensor => tensor.Integers));
    }
}
