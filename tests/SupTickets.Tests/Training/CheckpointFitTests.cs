using System.Text.RegularExpressions;
using SupTickets.Experiments;
using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Runs;
using SupTickets.Storage;
using SupTickets.Tests.Contracts;
using SupTickets.Tests.Storage;

namespace SupTickets.Tests.Training;

/// <summary>
/// Checkpoints with a right checksum whose fields are not those of the run: a run of 24 steps, 3 an epoch, with tickets after 18 and 24.
/// </summary>
public sealed class CheckpointFitTests(CheckpointFitTests.FinishedRun run) : IClassFixture<CheckpointFitTests.FinishedRun>
{
    [Theory]
    [InlineData("step", "0", "'history', entry 0: step: got 18; allowed: a whole number from 0 to 0")]
    [InlineData("step", "23", "'history', entry 2: step: got 24; allowed: a whole number from 18 to 23")]
    [InlineData("dense_training_flops", "1", "step is 24, after which dense_training_flops is")]
    [InlineData("step", "25", "step: got 25; allowed: a whole number from 0 to 24")]
    [InlineData("step", "9000000000000000000", "step: got 9000000000000000000; allowed: a whole number from 0 to 24")]
    [InlineData("step", "99999999999999999999", "'step' is '99999999999999999999', not a whole number from 0 to 9223372036854775807")]
    [InlineData("step", "-1", "'step' is '-1'")]
    [InlineData("seconds", "1e308", "'seconds': got 1E+308; allowed: a number in [0, 10000000000]")]
    [InlineData("seconds", "NaN", "'seconds': got NaN")]
    [InlineData("seconds", "-1", "'seconds': got -1")]
    [InlineData("seconds", "soon", "'seconds' is 'soon', not a number")]
    [InlineData("epoch_loss", "NaN", "'epoch_loss': got NaN")]
    [InlineData("training_flops", "-1", "'training_flops': got -1; allowed: a finite number of at least 0")]
    [InlineData("dense_training_flops", "NaN", "'dense_training_flops': got NaN")]
    [InlineData("tickets", "1", "after which 2 tickets have been superposed, not 1")]
    [InlineData("tickets", "0", "'tickets' is 0, but it has a mean and has a superposed ticket")]
    [InlineData("tickets", "4000000000", "'tickets' is '4000000000', not a whole number from 0 to 2147483647")]
    [InlineData("connections_before_pruning", "99999999999", "connections_before_pruning: got 99999999999")]
    [InlineData(
        "method_memory", """{"threshold":0.1}""",
        "numbers that the method remembers are not those of the run: none is missing, unexpected threshold")]
    [InlineData("history", "[]", "its history measures 0 tickets where 2 have been")]
    [InlineData("history", "[null]", "'history': got null as an entry")]
    [InlineData("history", "[{\"event\":\"started\"}]", " lacks '")]
    [InlineData("shapes", "[null]", "'shapes': got null as an entry; allowed: a list without nulls")]
    [InlineData("shapes", "[]", "'shapes' names no sparse weight")]
    [InlineData("shapes", """[{"Name":null,"Sizes":[2,2]}]""", "Name")]
    [InlineData("shapes", """[{"Name":"a","Sizes":null}]""", "Sizes")]
    [InlineData("shapes", """[{"Name":"\ud800","Sizes":[2,2]}]""", "Name")]
    [InlineData("recipe", """{"name":"\ud800"}""", "it belongs to another recipe")]
    public void A_field_that_is_not_of_this_run_is_named(string key, string value, string expected)
    {
        run.Forge(metadata => metadata[key] = value);
        string message = Assert.Throws<InvalidDataException>(() => run.Resume()).Message;
        Assert.StartsWith(run.Folder, message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"Metrics\":\\{[^}]*\\},?", "", " lacks '")]
    [InlineData("\"Metrics\":\\{[^}]*\\}", "\"Metrics\":null", "Metrics")]
    [InlineData("\"Top1\":[0-9.E-]+", "\"Top1\":1.5", "top1: got 1.5; allowed: a number in [0, 1]")]
    [InlineData("\"Top1\":[0-9.E-]+", "\"Top1\":\"NaN\"", "top1: got NaN")]
    [InlineData("\"Cycle\":1", "\"Cycle\":-1", "cycle: got -1")]
    [InlineData("\"Step\":24", "\"Step\":25", "step: got 25; allowed: a whole number from 18 to 24")]
    public void A_measurement_that_cannot_have_been_is_named(string pattern, string replacement, string expected)
    {
        run.Forge(metadata => metadata["history"] = new Regex(pattern).Replace(metadata["history"], replacement, 1));
        string message = Assert.Throws<InvalidDataException>(() => run.Resume()).Message;
        Assert.StartsWith(run.Folder, message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "optimizer/conv1.weight/momentum", "optimizer/conv1.weight/momentun",
        "missing conv1.weight/momentum, unexpected conv1.weight/momentun")]
    [InlineData("optimizer/conv1.weight/momentum", null, "missing conv1.weight/momentum, none is unexpected")]
    [InlineData("optimizer/conv1.bias/momentum", "optimizer/conv1.bios/momentum", "missing conv1.bias/momentum")]
    [InlineData("optimizer/conv1.bias/momentum", "optimizer", "tensor 'optimizer' belongs to no part")]
    [InlineData("optimizer/conv1.bias/momentum", "optimizer/nameless", "is not named optimizer/PARAMETER/STATE")]
    [InlineData("ever-connected/conv1.weight", null, "missing conv1.weight")]
    [InlineData("ever-connected/conv1.weight", "dense-momentum/conv1.weight", "dense-momentum/conv1.weight")]
    [InlineData("network/conv1.bias", null, "dense tensors differ from the network's: missing conv1.bias")]
    [InlineData("superposed/conv1.bias", "superposed/conv1.bios", "dense tensors differ from the network's: missing conv1.bias")]
    [InlineData("mean/conv1.bias", "network/conv1.bios", "dense tensors differ from the network's")]
    [InlineData("network/conv1.bias", "netwrok/conv1.bias", "belongs to no part of a checkpoint")]
    public void A_tensor_that_is_renamed_or_missing_is_named(string name, string? renamed, string expected)
    {
        run.Forge(tensor: tensor => tensor.Name != name ? tensor : renamed is null ? null : tensor with { Name = renamed });
        string message = Assert.Throws<InvalidDataException>(() => run.Resume()).Message;
        Assert.StartsWith(run.Folder, message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_weight_that_is_no_number_is_named()
    {
        run.Forge(
            tensor: tensor => tensor.Name == "network/conv1.weight.values"
                ? StoredTensor.Of(tensor.Name, [.. Enumerable.Repeat(float.NaN, (int)tensor.Sizes[0])])
                : tensor);
        Assert.Contains(
            "'network/conv1.weight.values' holds NaN at 0; a weight is finite",
            Assert.Throws<InvalidDataException>(() => run.Resume()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_whose_recipe_was_written_before_a_key_existed_is_that_of_the_run()
    {
        run.Forge(metadata => metadata["recipe"] = metadata["recipe"].Replace("\"beta\": 0.8,", "", StringComparison.Ordinal));
        Assert.Equal(24, run.Resume().Steps);
        run.Forge(
            metadata => metadata["recipe"] = metadata["recipe"].Replace("\"beta\": 0.8,", "\"beta\": 0.7,", StringComparison.Ordinal));
        Assert.Contains("another recipe", Assert.Throws<InvalidDataException>(() => run.Resume()).Message, StringComparison.Ordinal);
    }

    /// <summary>A run at its last checkpoint, which was not told that it is finished.</summary>
    public sealed class FinishedRun : IDisposable
    {
        private readonly TemporaryFolder scratch = new();
        private readonly byte[] events;

        public FinishedRun()
        {
            Recipe recipe = MethodRun.Recipe with { Checkpoint = new() { EveryMinutes = 0, EverySteps = 1 } };
            Experiment.Train(recipe, Folder, [], CancellationToken.None);
            File.Copy(Checkpoint, Sound);
            events = File.ReadAllBytes(Path.Combine(Folder, "events.jsonl"));
        }

        public string Folder => scratch["run"];

        private string Checkpoint => Path.Combine(Folder, "checkpoint.safetensors");

        private string Sound => scratch["sound"];

        internal void Forge(Action<Dictionary<string, string>>? metadata = null, Func<StoredTensor, StoredTensor?>? tensor = null)
        {
            File.Delete(RunFolder.Open(Folder).Metrics);
            foreach (string older in Directory.EnumerateFiles(Folder, "checkpoint.previous*")) File.Delete(older);
            File.WriteAllBytes(Path.Combine(Folder, "events.jsonl"), events);
            Forgery.Write(Sound, Checkpoint, metadata, tensor);
        }

        public RunSummary Resume() => Experiment.Resume(Folder, [], CancellationToken.None);

        public void Dispose() => scratch.Dispose();
    }
}
