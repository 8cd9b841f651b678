using SupTickets.Experiments.Recipes;
using SupTickets.Layers;
using SupTickets.Networks;
using SupTickets.Storage;
using SupTickets.Tests.Storage;
using SupTickets.Tickets;
using static TorchSharp.torch;

namespace SupTickets.Tests.Networks;

/// <summary>Buffers of every type go through training, averaging and tickets as they are.</summary>
public sealed class StateTensorsTests
{
    public static TheoryData<ScalarType> Kept =>
    [
        ScalarType.Bool, ScalarType.Byte, ScalarType.Int8, ScalarType.Int16, ScalarType.Int32, ScalarType.Int64,
        ScalarType.Float16, ScalarType.BFloat16, ScalarType.Float32, ScalarType.Float64,
    ];

    [Theory]
    [MemberData(nameof(Kept))]
    public void A_buffer_of_any_type_is_kept_bit_for_bit_through_a_run_and_a_file(ScalarType type)
    {
        using var scope = NewDisposeScope();
        using TemporaryFolder folder = new();
        WithBuffer module = new(type);
        byte[] before = module.Table.bytes.ToArray();
        using SparseTrainer trainer = Trainer(module, "rigl");
        while (trainer.Finished < trainer.Total) trainer.Step();
        Assert.Equal(before, module.Table.bytes.ToArray());

        NetworkState ticket = trainer.Ticket;
        TicketFile.Write(folder["own.safetensors"], new(ticket, new("own", new(1, 2, 3), 3, "{}")));
        NetworkState read = TicketFile.Read(folder["own.safetensors"]).State;
        WithBuffer another = new(type);
        another.Table.zero_();
        using SparseNetwork network = new(another);
        network.Restore(read);
        Assert.Equal(before, another.Table.bytes.ToArray());
        Assert.Equal([2L, 3L], read.Tensors.Single(tensor => tensor.Name == "table").Sizes);
    }

    // Scoring connections computes with the module and must leave its buffers as they were.
    [Fact]
    public void Snip_leaves_buffers_of_every_type_alone()
    {
        using var scope = NewDisposeScope();
        foreach (ScalarType type in Kept.Select(row => row.Data))
        {
            WithBuffer module = new(type);
            byte[] before = module.Table.bytes.ToArray();
            using SparseTrainer trainer = Trainer(module, "snip");
            Assert.Equal(before, module.Table.bytes.ToArray());
        }
    }

    [Fact]
    public void What_no_ticket_can_hold_is_refused_by_name_at_once()
    {
        using var scope = NewDisposeScope();
        Assert.StartsWith(
            "'table' holds ComplexFloat32, which neither tickets nor checkpoints can keep; allowed: Float32, ",
            Assert.Throws<ArgumentException>(() => Trainer(new WithBuffer(ScalarType.ComplexFloat32), "rigl")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_ticket_of_another_type_is_refused_by_name()
    {
        using var scope = NewDisposeScope();
        using SparseNetwork whole = new(new WithBuffer(ScalarType.Int32)), real = new(new WithBuffer(ScalarType.Float64));
        whole.Initialize(new(1));
        Assert.Contains(
            "missing table [2, 3] F64, unexpected table [2, 3] I32",
            Assert.Throws<ArgumentException>(() => real.Restore(whole.Snapshot())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_truth_value_that_is_neither_0_nor_1_is_a_damaged_ticket()
    {
        using var scope = NewDisposeScope();
        using TemporaryFolder folder = new();
        using SparseNetwork network = new(new WithBuffer(ScalarType.Bool));
        network.Initialize(new(1));
        NetworkState state = network.Snapshot();
        StateTensor[] tensors = [
            .. state.Tensors.Select(tensor => tensor.Type == StoredType.BOOL ? tensor with { Bytes = [0, 1, 2, 0, 1, 1] } : tensor)];
        TicketFile.Write(folder["own.safetensors"], new(state with { Tensors = tensors }, new("own", new(1, 2, 3), 3, "{}")));
        Assert.EndsWith(
            "tensor 'table' is BOOL and holds 2; allowed: 0 and 1",
            Assert.Throws<InvalidDataException>(() => TicketFile.Read(folder["own.safetensors"])).Message, StringComparison.Ordinal);
    }

    private static SparseTrainer Trainer(WithBuffer module, string method)
    {
        Tensor images = tensor([.. Enumerable.Range(0, 24).Select(number => 0.1f * number - 1)]).view(4, 1, 2, 3);
        Tensor labels = tensor([0L, 1, 2, 0]);
        Recipe recipe = new()
        {
            Topology = new() { Sparsity = 0.5 },
            Method = new() { Name = method, UpdateInterval = 2 },
            Schedule = new() { Epochs = 6, LearningRate = 0.05 },
            Superpose = new() { Share = 0.7, CycleEpochs = 2 },
        };
        return new(module, recipe.ToTraining(3), network => nn.functional.cross_entropy(network.call(images), labels));
    }

    private sealed class WithBuffer : nn.Module<Tensor, Tensor>
    {
        private readonly nn.Module<Tensor, Tensor> flatten = new Flatten(), head = new SparseLinear(6, 3);

        public WithBuffer(ScalarType type)
            : base(nameof(WithBuffer))
        {
            Table = tensor([0f, 1, 0, 1, 1, 0.33333f]).view(2, 3).to_type(type);
            Table.DetachFromDisposeScope();
            register_buffer("table", Table);
            RegisterComponents();
        }

        public Tensor Table { get; }

        public override Tensor forward(Tensor input) => head.call(flatten.call(input));
    }
}
