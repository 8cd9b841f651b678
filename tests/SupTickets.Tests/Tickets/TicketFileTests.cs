using CsCheck;
using SupTickets.Kernels.Convolution;
using SupTickets.Layers;
using SupTickets.LibTorch;
using SupTickets.Networks;
using SupTickets.Storage;
using SupTickets.Tests.Storage;
using SupTickets.Tickets;
using SupTickets.Topology;
using SupTickets.Values;
using TorchSharp;
using static SupTickets.Tests.Tickets.TicketExample;

namespace SupTickets.Tests.Tickets;

public sealed class TicketFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_contents_are_what_the_format_says()
    {
        TicketFile.Write(folder["t"], Small());
        SafetensorsFile file = SafetensorsFile.Read(folder["t"], Integrity.Required);
        Assert.Equal(
            ["conv.weight.values", "conv.weight.positions", "fc.weight.values", "fc.weight.positions", "fc.bias", "bn.num_batches_tracked"],
            file.Names);
        Assert.Equal([0.5f, -1f, 2f], file.Floats("conv.weight.values"));
        Assert.Equal([1, 7, 17], file.Ints("conv.weight.positions"));
        Assert.Equal([0, 1, 2, 3], file.Ints("fc.weight.positions"));
        Assert.Equal([12], file.Longs("bn.num_batches_tracked"));
        Assert.Empty(file.Sizes("bn.num_batches_tracked"));
        Assert.Equal("suptickets-ticket", file.Text("format"));
        Assert.Equal("1", file.Text("version"));
        Assert.Equal("""{"conv.weight":[2,1,3,3],"fc.weight":[2,2]}""", file.Text("shapes"));
        Assert.Equal("tiny", file.Text("model"));
        Assert.Equal("3x32x32", file.Text("input"));
        Assert.Equal("2", file.Text("classes"));
        Assert.Equal(7 / 22.0, double.Parse(file.Text("density"), System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal("""{"name":"run"}""", file.Text("recipe"));
        Assert.StartsWith("SupTickets ", file.Text("created_by"));
    }

    [Fact]
    public void Any_ticket_comes_back_as_it_was_and_is_written_again_with_the_same_bytes() =>
        Gen.Select(Gen.Int[1, 6], Gen.Int[1, 6], Gen.ULong, Gen.Double[0, 1]).Sample(
            (outputs, inputs, seed, density) =>
            {
                RandomStream random = new(seed);
                Connectivity sparse = Connectivity.Random(outputs * inputs, (int)Math.Ceiling(density * outputs * inputs), random);
                float[] values = [.. Enumerable.Range(0, sparse.Count).Select(_ => (float)random.NextNormal())];
                Ticket ticket = Small() with
                {
                    State = new([new("a.weight", new(outputs, inputs), sparse, values), .. Small().State.Layers], Small().State.Tensors),
                };
                TicketFile.Write(folder["t"], ticket);
                Ticket read = TicketFile.Read(folder["t"]);
                TicketFile.Write(folder["again"], read);
                Assert.Equal(ticket.Description, read.Description);
                Assert.Equal(ticket.State.Layers.Select(layer => layer.Name), read.State.Layers.Select(layer => layer.Name));
                Assert.True(sparse.SameAs(read.State.Layers[0].Connectivity));
                Assert.Equal(values, read.State.Layers[0].Values);
                Assert.Equal(ticket.State.Tensors.Select(tensor => tensor.Name), read.State.Tensors.Select(tensor => tensor.Name));
                Assert.Equal(File.ReadAllBytes(folder["t"]), File.ReadAllBytes(folder["again"]));
            },
            iter: 20,
            threads: 1);

    [Fact]
    public void A_network_restored_from_a_ticket_computes_the_same()
    {
        using SparseNetwork network = Network(1);
        using SparseNetwork other = Network(2);
        SparseWeight weight = network.Layers[0].Weight;
        weight.Rewire(Connectivity.Random(weight.Shape.Positions, 20, new(5)));
        Ticket ticket = new(network.Snapshot(), new("own", new(3, 4, 4), 2, "{}"));
        TicketFile.Write(folder["t"], ticket);
        other.Restore(TicketFile.Read(folder["t"]).State);
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        network.eval();
        other.eval();
        torch.Tensor images = torch.tensor(Enumerable.Range(0, 96).Select(pixel => pixel / 50f).ToArray(), [2, 3, 4, 4]);
        Assert.Equal(network.call(images).data<float>().ToArray(), other.call(images).data<float>().ToArray());
    }

    [Fact]
    public void A_flipped_bit_is_detected_though_the_checksum_is_optional_for_other_tools()
    {
        TicketFile.Write(folder["t"], Small());
        byte[] whole = File.ReadAllBytes(folder["t"]);
        for (int bit = 0; bit < 8 * whole.Length; bit += 11)   // each eighth byte meets each of its bits; SafetensorsTests flips them all
        {
            byte[] flipped = [.. whole];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            File.WriteAllBytes(folder["flipped"], flipped);
            Assert.StartsWith(folder["flipped"], Assert.Throws<InvalidDataException>(() => TicketFile.Read(folder["flipped"])).Message);
        }
    }

    [Theory]
    [InlineData("format", "pt", "not a ticket")]
    [InlineData("version", "2", "version '2'")]
    [InlineData("input", "32x32", "input")]
    [InlineData("classes", "0", "classes")]
    [InlineData("density", "0.5", "0.5")]
    [InlineData("density", "NaN", "claims density 'NaN'")]
    [InlineData("density", "Infinity", "density")]
    [InlineData("classes", "99999999999", "classes")]
    [InlineData("input", "3x99999x99999", "has at most 2147483647 numbers")]
    [InlineData("recipe", "{", "recipe")]
    [InlineData("recipe", """{"name":"\ud800"}""", "half of a surrogate pair")]
    [InlineData("shapes", """{"\ud800":[2,1,3,3]}""", "'shapes' does not give")]
    [InlineData(
        "shapes", """{"conv.weight":[40000,40000],"fc.weight":[2,2]}""",
        "gives 1600000004 positions; allowed: at most 500000000 (SUPTICKETS_MAX_MODEL_NUMBERS")]
    [InlineData("shapes", "[null]", "shapes")]
    [InlineData("shapes", """{"conv.weight":null}""", "shapes")]
    [InlineData("shapes", "{}", "shapes")]
    [InlineData("shapes", """{"conv.weight":[2,1,3]}""", "2 or 4")]
    [InlineData("shapes", """{"conv.weight":[2,1,3,1],"fc.weight":[2,2]}""", "conv.weight.positions")]
    [InlineData("shapes", """{"conv.weight":[2,1,3,3]}""", "fc.weight.positions")]
    [InlineData("shapes", """{"conv.weight":[2,1,3,3],"fc.weight":[2,2],"other.weight":[1,1]}""", "other.weight.values")]
    [InlineData("shapes", """{"conv.weight":[2,1,3,3],"conv.weight":[2,1,3,3]}""", "shapes")]
    public void Metadata_that_contradicts_the_tensors_is_named(string key, string value, string expected)
    {
        Dictionary<string, string> metadata = MetadataOf(folder, Small());
        metadata[key] = value;
        AssertDefect(folder, NetworkStateTensors.ToTensors(Small().State, ""), metadata, expected);
        metadata.Remove(key);
        AssertDefect(folder, NetworkStateTensors.ToTensors(Small().State, ""), metadata, key);
    }

    [Theory]
    [InlineData(new[] { 1, 7, 7 })]
    [InlineData(new[] { 7, 1, 17 })]
    [InlineData(new[] { -1, 7, 17 })]
    [InlineData(new[] { 1, 7, 18 })]
    [InlineData(new[] { 1, 7 })]
    public void Positions_that_are_no_connectivity_are_named(int[] positions)
    {
        IEnumerable<StoredTensor> tensors = NetworkStateTensors.ToTensors(Small().State, "")
            .Select(tensor => tensor.Name == "conv.weight.positions" ? StoredTensor.Of(tensor.Name, positions) : tensor);
        AssertDefect(folder, tensors, MetadataOf(folder, Small()), "conv.weight");
    }

    [Theory]
    [InlineData(float.NaN, "holds NaN at 2")]
    [InlineData(float.PositiveInfinity, "holds Infinity at 2")]
    public void A_weight_that_is_not_finite_is_named(float value, string expected)
    {
        IEnumerable<StoredTensor> tensors = NetworkStateTensors.ToTensors(Small().State, "")
            .Select(tensor => tensor.Name == "conv.weight.values" ? StoredTensor.Of(tensor.Name, [0.5f, -1f, value]) : tensor);
        AssertDefect(folder, tensors, MetadataOf(folder, Small()), expected);
    }

    [Fact]
    public void A_prefix_keeps_several_states_apart_in_one_file()
    {
        NetworkState first = Small().State;
        NetworkState second = first with { Tensors = [] };
        SafetensorsWriter.Write(
            folder["two"],
            NetworkStateTensors.ToTensors(first, "network/").Concat(NetworkStateTensors.ToTensors(second, "average/")),
            new Dictionary<string, string>());
        SafetensorsFile file = SafetensorsFile.Read(folder["two"]);
        var shapes = first.Layers.Select(layer => (layer.Name, layer.Shape)).ToArray();
        Assert.Equal(
            first.Tensors.Select(tensor => tensor.Name),
            NetworkStateTensors.FromTensors(file, "network/", shapes).Tensors.Select(tensor => tensor.Name));
        Assert.Empty(NetworkStateTensors.FromTensors(file, "average/", shapes).Tensors);
        Assert.Contains(
            "nothing/conv.weight.values",
            Assert.Throws<InvalidDataException>(() => NetworkStateTensors.FromTensors(file, "nothing/", shapes)).Message);
    }

    [Fact]
    public void Which_ticket_of_its_run_it_is_changes_no_tensor()
    {
        TicketFile.Write(folder["t"], Small());
        TicketFile.Write(folder["p"], Small() with { Description = Small().Description with { Part = TicketDescription.OfCycle(3) } });
        Assert.False(SafetensorsFile.Read(folder["t"]).Metadata.ContainsKey("part"));
        Assert.Equal("cycle-3", TicketFile.Read(folder["p"]).Description.Part);
        Assert.Equal(Tensors("t"), Tensors("p"));

        byte[] Tensors(string name) => File.ReadAllBytes(folder[name])[(8 + (int)BitConverter.ToInt64(File.ReadAllBytes(folder[name])))..];
    }

    /// <summary>A module that is refused is the caller's, with its values and without our watch over its convolutions.</summary>
    [Fact]
    public void A_module_that_is_refused_stays_as_it_was()
    {
        using var scope = torch.NewDisposeScope();
        SparseLinear fc = new(2, 2);
        fc.Initialize(new(1));
        var module = torch.nn.Sequential(
            ("plain", torch.nn.Conv2d(3, 2, 3)), ("pool", torch.nn.AdaptiveAvgPool2d(1)), ("flat", torch.nn.Flatten()), ("fc", fc));
        float[] before = fc.Weight.ValuesOnHost();
        TicketFile.Write(folder["t"], Small());
        Assert.Throws<InvalidDataException>(() => TicketFile.Load(folder["t"], module));
        module.call(torch.zeros(1, 3, 83, 89));
        Assert.Equal(before, fc.Weight.ValuesOnHost());
        Assert.False(LibTorchSafety.HasChecked(KindOf(89)));
        using SparseNetwork network = new(module);
        network.call(torch.zeros(1, 3, 83, 97));
        Assert.True(LibTorchSafety.HasChecked(KindOf(97)));

        static ConvolutionKind KindOf(int width)
        {
            ConvolutionAxis axis = new(3, 1, 0, 1);
            return new(new(2, 3, axis, axis), 1, 83, width) { HasBias = true, LearnsWeight = true };
        }
    }

    private static SparseNetwork Network(ulong seed)
    {
        SparseNetwork network = new(torch.nn.Sequential(
            ("conv", new SparseConv2d(3, 4, 3, padding: 1)), ("norm", new BatchNorm(4)), ("flat", torch.nn.Flatten()),
            ("fc", new SparseLinear(64, 2))));
        network.Initialize(new(seed));
        return network;
    }
}
