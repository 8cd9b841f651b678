// A ticket of one's own architecture, written by one program and read by another.
using SupTickets.Layers;
using SupTickets.Networks;
using SupTickets.Tickets;
using SupTickets.Values;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

string path = args.Length > 0 ? args[0] : Path.Combine(Path.GetTempPath(), $"ticket-{Environment.ProcessId}.safetensors");
using Tensor images = randn([4, 1, 16, 16]);
Tensor before;
using (SparseNetwork network = new(Architecture()))
{
    network.Initialize(new Seed(1));
    network.eval();
    using (no_grad()) before = network.call(images);
    TicketFile.Write(path, new(
        network.Snapshot(),
        new("brightest-quarter", new(1, 16, 16), 4, "{}") { Labels = ["north-west", "north-east", "south-west", "south-east"] }));
}

using SparseNetwork loaded = TicketFile.Load(path, Architecture());
Ticket ticket = TicketFile.Read(path);
using (no_grad())
{
    using Tensor after = loaded.call(images);
    Console.WriteLine($"{ticket.State.Connections} connections for {string.Join(", ", ticket.Description.Labels!)}; the same scores: "
        + $"{after.allclose(before)}");
}

before.Dispose();
if (args.Length == 0) File.Delete(path);

static Module<Tensor, Tensor> Architecture() => Sequential(
    ("conv", new SparseConv2d(1, 16, kernel: 8, stride: 8)), ("norm", new BatchNorm(16)), ("relu", new Relu()), ("flatten", new Flatten()),
    ("head", new SparseLinear(64, 4)));
