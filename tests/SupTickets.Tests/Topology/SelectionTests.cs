using CsCheck;
using SupTickets.Topology;

namespace SupTickets.Tests.Topology;

public sealed class SelectionTests
{
    // Few distinct values, so that ties are everywhere; zeros of both signs, subnormals and infinities among them.
    private static readonly float[] Awkward = [
        0, -0f, 1, -1, 2, float.Epsilon, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue];

    private static readonly Gen<float[]> Scores =
        Gen.OneOf(Gen.Int[0, Awkward.Length - 1].Select(i => Awkward[i]), Gen.Float[-10, 10]).Array[0, 200];

    [Fact]
    public void The_lower_position_wins_a_tie() => Assert.Equal([0, 1, 3], Selection.Largest([1, 1, 0, 2, 1], 3));

    [Fact]
    public void All_zero_scores_keep_exactly_the_count_asked_for() => Assert.Equal([0, 1], Selection.Largest(new float[9], 2));

    [Fact]
    public void Zeros_of_both_signs_are_one_score() => Assert.Equal([0, 1], Selection.Largest([-0f, 0f, -0f, 0f], 2));

    [Theory]
    [InlineData(0.1, 30, 3)]
    [InlineData(0.1, 31, 4)]
    [InlineData(0, 5, 0)]
    [InlineData(1, 5, 5)]
    public void A_fraction_is_rounded_up(double fraction, int count, int expected) =>
        Assert.Equal(expected, Selection.CountOf(fraction, count));

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void A_fraction_is_from_0_to_1(double fraction) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Selection.CountOf(fraction, 3));

    [Fact]
    public void The_earlier_layer_wins_a_tie_between_layers() =>
        Assert.Equal([[0, 1], [0]], Selection.LargestAcross([[3f, 1f], [2f, 1f]], 3));

    [Fact]
    public void A_score_that_is_not_a_number_is_refused() =>
        Assert.Contains(
            "NaN", Assert.Throws<NotFiniteNumberException>(() => Selection.Largest([1, float.NaN], 1)).Message, StringComparison.Ordinal);

    [Fact]
    public void More_than_there_are_cannot_be_chosen() => Assert.Throws<ArgumentOutOfRangeException>(() => Selection.Largest([1, 2], 3));

    [Fact]
    public void The_choice_is_that_of_sorting_by_score_then_position() =>
        Scores.SelectMany(scores => Gen.Int[0, scores.Length], (scores, count) => (scores, count)).Sample(
            sample => Assert.Equal(BySorting(sample.scores, sample.count), Selection.Largest(sample.scores, sample.count)));

    [Fact]
    public void The_smallest_are_those_of_sorting_the_other_way() =>
        Scores.SelectMany(scores => Gen.Int[0, scores.Length], (scores, count) => (scores, count)).Sample(sample => Assert.Equal(
            [.. Enumerable.Range(0, sample.scores.Length).OrderBy(i => sample.scores[i]).ThenBy(i => i).Take(sample.count).Order()],
            Selection.Smallest(sample.scores, sample.count)));

    [Fact]
    public void Choosing_across_layers_is_choosing_in_their_concatenation() =>
        Scores.Array[1, 4]
            .SelectMany(layers => Gen.Int[0, layers.Sum(layer => layer.Length)], (layers, count) => (layers, count)).Sample(sample =>
        {
            int[][] chosen = Selection.LargestAcross(sample.layers, sample.count);
            int offset = 0;
            List<int> flat = [];
            foreach ((float[] layer, int[] indices) in sample.layers.Zip(chosen))
            {
                flat.AddRange(indices.Select(index => index + offset));
                offset += layer.Length;
            }

            Assert.Equal(BySorting([.. sample.layers.SelectMany(layer => layer)], sample.count), flat);
        });

    private static int[] BySorting(float[] scores, int count) =>
        [.. Enumerable.Range(0, scores.Length).OrderByDescending(i => scores[i]).ThenBy(i => i).Take(count).Order()];
}
