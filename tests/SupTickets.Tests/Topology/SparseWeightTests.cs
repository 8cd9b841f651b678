using CsCheck;
using SupTickets.Topology;
using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.Tests.Topology;

public sealed class SparseWeightTests
{
    private static readonly Gen<(int Before, int After, ulong Seed)> Counts = Gen.Select(Gen.Int[0, 24], Gen.Int[0, 24], Gen.ULong);

    [Fact]
    public void Survivors_keep_value_and_state_and_newcomers_start_at_zero() => Counts.Sample(
        counts =>
        {
            using SparseWeight weight = Random(counts.Before, counts.Seed);
            using var quiet = no_grad();
            weight.State("momentum").copy_(weight.Values);
            Connectivity old = weight.Connectivity;
            float[] values = weight.ValuesOnHost();
            Connectivity next = Connectivity.Random(24, counts.After, new(counts.Seed + 1));

            weight.Rewire(next);

            int[] sources = old.IndicesOf(next);
            float[] expected = [.. sources.Select(source => source < 0 ? 0 : values[source])];
            Assert.Equal(expected, weight.ValuesOnHost());
            Assert.Equal(expected, weight.State("momentum").data<float>().ToArray());
            Assert.True(weight.Connectivity.SameAs(next));
            TopologyAudit.RequireConsistent("layer", weight);
        },
        iter: 200);

    [Fact]
    public void A_pass_without_gradients_captures_none_and_disturbs_none()
    {
        using var scope = NewDisposeScope();
        using SparseWeight weight = new(new WeightShape(2, 3));
        weight.Restore(Connectivity.Of([1, 5], 6), new float[] { 2, 3 });
        weight.CaptureDenseGradient();
        Tensor kept = weight.Dense();
        using (no_grad()) weight.Dense();
        kept.sum().backward();
        Assert.Equal([1, 1, 1, 1, 1, 1], weight.DenseGradient.data<float>().ToArray());
    }

    [Fact]
    public void The_dense_weight_is_zero_but_for_the_values()
    {
        using SparseWeight weight = new(new WeightShape(2, 3));
        weight.Restore(Connectivity.Of([1, 5], 6), new float[] { 7, 8 });
        Assert.Equal([0, 7, 0, 0, 0, 8], weight.Dense().detach().view(-1).data<float>().ToArray());
    }

    [Fact]
    public void Values_receive_the_gradient_of_their_positions_and_the_capture_has_all_of_it()
    {
        using SparseWeight weight = new(new WeightShape(2, 3));
        weight.Restore(Connectivity.Of([1, 5], 6), new float[] { 7, 8 });
        weight.CaptureDenseGradient();
        (weight.Dense() * tensor(new float[] { 1, 2, 3, 4, 5, 6 }).view(2, 3)).sum().backward();

        Assert.Equal([2, 6], weight.Values.grad!.data<float>().ToArray());
        Assert.Equal([1, 2, 3, 4, 5, 6], weight.DenseGradient.data<float>().ToArray());
    }

    [Fact]
    public void The_captured_gradient_outlives_rewiring_also_of_a_full_weight()
    {
        using SparseWeight weight = new(new WeightShape(1, 3));
        weight.Restore(Connectivity.Full(3), new float[] { 1, 1, 1 });
        weight.CaptureDenseGradient();
        (weight.Dense() * tensor(new float[] { 4, 5, 6 })).sum().backward();

        weight.Rewire(Connectivity.Of([0, 2], 3));

        Assert.Equal([4, 5, 6], weight.DenseGradient.data<float>().ToArray());
        weight.ReleaseDenseGradient();
        Assert.ThrowsAny<InvalidOperationException>(() => weight.DenseGradient);
    }

    [Fact]
    public void A_weight_used_twice_has_the_sum_of_both_gradients()
    {
        using SparseWeight weight = new(new WeightShape(1, 3));
        weight.Restore(Connectivity.Of([1], 3), new float[] { 1 });
        weight.CaptureDenseGradient();
        (weight.Dense() * tensor(new float[] { 1, 2, 3 })).add(weight.Dense() * tensor(new float[] { 10, 20, 30 }), Scalars.One).sum()
            .backward();
        Assert.Equal([11, 22, 33], weight.DenseGradient.data<float>().ToArray());
        Assert.Equal([11, 22, 33], weight.DenseGradientOnHost());
    }

    [Fact]
    public void A_layer_without_connections_still_passes_and_captures_gradients()
    {
        using SparseWeight weight = new(new WeightShape(1, 3));
        weight.Restore(Connectivity.Of([], 3), Array.Empty<float>());
        weight.State("momentum");
        weight.CaptureDenseGradient();
        (weight.Dense() * tensor(new float[] { 1, 2, 3 })).sum().backward();
        Assert.Equal([1, 2, 3], weight.DenseGradient.data<float>().ToArray());
        weight.Rewire(Connectivity.Of([2], 3));
        Assert.Equal([0], weight.ValuesOnHost());
    }

    [Fact]
    public void Without_capture_there_is_no_dense_gradient()
    {
        using SparseWeight weight = Random(5, 1);
        weight.Dense().sum().backward();
        Assert.ThrowsAny<InvalidOperationException>(() => weight.DenseGradient);
    }

    [Fact]
    public void Restoring_drops_optimizer_state()
    {
        using SparseWeight weight = Random(5, 1);
        weight.State("momentum");
        weight.Restore(Connectivity.Random(24, 7, new(2)), new float[7]);
        Assert.Empty(weight.StateNames);
    }

    private static SparseWeight Random(int count, ulong seed)
    {
        SparseWeight weight = new(new WeightShape(2, 3, 2, 2));
        RandomStream random = new(seed);
        weight.Restore(
            Connectivity.Random(24, count, random), Enumerable.Range(0, count).Select(_ => (float)random.NextNormal()).ToArray());
        return weight;
    }
}
