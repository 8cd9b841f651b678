using SupTickets.Tests.Contracts;
using SupTickets.Training;

namespace SupTickets.Tests.Methods;

public sealed class OneShotTests
{
    [Fact]
    public void What_stays_are_the_largest_weights_of_the_whole_network()
    {
        using MethodRun run = new(MethodRun.With("one-shot"));
        (int Layer, int Position)[] expected = [];
        List<(int Layer, int Position)> kept = [];
        run.Watch = happened =>
        {
            if (happened is StepFinished { Step: 12 })
            {
                expected =
                [
                    .. run.Network.Layers.SelectMany(
                        (layer, index) => layer.Weight.ValuesOnHost().Select((value, position) => (index, position, value)))
                        .OrderByDescending(weight => MathF.Abs(weight.value))
                        .Take((int)(0.2m * run.Network.Positions))
                        .Select(weight => (weight.index, weight.position))
                        .Order(),
                ];
            }

            if (happened is TopologyUpdated { Reason: "update" })
                kept.AddRange(run.Network.Layers.SelectMany(
                    (layer, index) => layer.Weight.Connectivity.Positions.ToArray().Select(position => (index, position))));
        };
        run.Train();
        Assert.NotEmpty(expected);
        Assert.Equal(expected, kept);
    }
}
