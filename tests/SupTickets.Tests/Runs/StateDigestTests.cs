using SupTickets.Experiments.Runs;
using SupTickets.Networks;
using SupTickets.Storage;
using SupTickets.Tests.EndToEnd;
using SupTickets.Tests.Storage;
using SupTickets.Topology;

namespace SupTickets.Tests.Runs;

public sealed class StateDigestTests
{
    private static readonly NetworkState State = With("w", [1, 3], [0.5f, -1]);

    [Fact]
    public void Every_part_counts()
    {
        NetworkState[] others =
        [
            With("v", [1, 3], [0.5f, -1]), With("w", [1, 2], [0.5f, -1]), With("w", [1, 3], [0.5f, -1.0000001f]),
            State with { Tensors = [new("b", [2], [1, 3], [])] }, State with { Tensors = [new("b", [2, 1], [1, 2], [])] },
            State with { Tensors = [new("b", [2], [], [1, 2]) { Type = StoredType.I64 }] }, State with { Tensors = [] },
        ];
        Assert.Equal(others.Length + 1, others.Append(State).Select(StateDigest.Of).Distinct().Count());
        Assert.Equal(StateDigest.Of(State), StateDigest.Of(With("w", [1, 3], [0.5f, -1])));
        Assert.Equal(64, StateDigest.Of(State).Length);
    }

    [Fact]
    public void The_figures_of_a_run_have_that_of_its_ticket()
    {
        using TemporaryFolder folder = new();
        RunFolder run = RunFolder.Open(SmallRun.Train("rigl", folder["run"]));
        RunFolder again = RunFolder.Open(SmallRun.Train("rigl", folder["again"]));
        Assert.Equal(StateDigest.Of(run.ReadTicket().State), run.ReadMetrics().Digest);
        Assert.Equal(run.ReadMetrics().Digest, again.ReadMetrics().Digest);
    }

    private static NetworkState With(string name, int[] positions, float[] values) =>
        new([new(name, new(2, 2), Connectivity.Of(positions, 4), values)], [new("b", [2], [1, 2], [])]);
}
