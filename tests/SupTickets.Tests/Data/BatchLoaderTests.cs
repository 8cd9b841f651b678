using CsCheck;
using SupTickets.Experiments.Data;
using SupTickets.Values;

namespace SupTickets.Tests.Data;

public sealed class BatchLoaderTests
{
    private static readonly BatchOptions Plain = new() { Augment = false };

    [Fact]
    public void In_order_gives_every_sample_once_with_a_short_last_batch()
    {
        var batches = BatchLoader.InOrder(new CountingImages(7), 3).Select(Copy).ToList();
        Assert.Equal([3, 3, 1], batches.Select(batch => batch.Count));
        Assert.Equal([0f, 1, 2, 3, 4, 5, 6], batches.SelectMany(batch => batch.Images));
        Assert.Equal([0L, 1, 0, 1, 0, 1, 0], batches.SelectMany(batch => batch.Labels));
    }

    [Fact]
    public void The_last_incomplete_batch_is_kept_or_dropped_as_asked()
    {
        BatchLoader kept = new(new CountingImages(10), 4, new Seed(1), Plain);
        BatchLoader dropped = new(new CountingImages(10), 4, new Seed(1), Plain with { DropLast = true });
        Assert.Equal((3, 2), (kept.BatchesPerEpoch, dropped.BatchesPerEpoch));
        Assert.Equal([4, 4, 2], kept.Epoch(0).Select(batch => batch.Count));
        Assert.Equal([4, 4], dropped.Epoch(0).Select(batch => batch.Count));
    }

    [Fact]
    public void An_epoch_is_a_permutation_and_labels_stay_with_their_images() =>
        Gen.Select(Gen.Int[1, 60], Gen.Int[1, 20], Gen.Int[0, 5], Gen.ULong).Sample((count, size, epoch, seed) =>
        {
            var batches = new BatchLoader(new CountingImages(count), size, new Seed(seed), Plain).Epoch(epoch).Select(Copy).ToList();
            Assert.Equal(Enumerable.Range(0, count).Select(i => (float)i), batches.SelectMany(batch => batch.Images).Order());
            Assert.All(batches, batch => Assert.Equal(batch.Images.Select(image => (long)image % 2), batch.Labels));
        }, iter: 40);

    [Fact]
    public void Epochs_and_seeds_differ_in_order()
    {
        float[] Order(ulong seed, int epoch) => Flat(new BatchLoader(new CountingImages(100), 10, new Seed(seed), Plain).Epoch(epoch));
        Assert.NotEqual(Order(1, 0), Order(1, 1));
        Assert.NotEqual(Order(1, 0), Order(2, 0));
    }

    [Fact]
    public void Any_epoch_can_be_regenerated_alone_and_from_any_batch_with_any_number_of_workers() =>
        Gen.Select(Gen.Int[1, 50], Gen.Int[1, 8], Gen.Int[0, 3], Gen.Int[1, 5], Gen.Int[1, 6]).Sample(
            (count, size, epoch, workers, lookAhead) =>
        {
            BatchLoader sequential = new(new CountingImages(count), size, new Seed(3), new());
            for (int earlier = 0; earlier < epoch; earlier++) Flat(sequential.Epoch(earlier));
            var expected = sequential.Epoch(epoch).Select(Copy).ToList();
            for (int first = 0; first <= expected.Count; first++)
            {
                BatchLoader other = new(new CountingImages(count), size, new Seed(3), new() { Workers = workers, LookAhead = lookAhead });
                Assert.Equal(expected.Skip(first).SelectMany(batch => batch.Images), Flat(other.Epoch(epoch, first)));
            }
        }, iter: 25);

    [Fact]
    public void A_sample_is_augmented_by_its_own_branch_of_the_epoch()
    {
        foreach (Batch batch in new BatchLoader(new CountingImages(20), 6, new Seed(9), new()).Epoch(4))
        {
            for (int i = 0; i < batch.Count; i++)
            {
                int index = (int)batch.Images[i];
                double shift = new Seed(9).For("augment", 4).For("sample", index).Stream().NextDouble(0, 0.5);
                Assert.Equal(index + (float)shift, batch.Images[i]);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void What_a_worker_throws_reaches_the_consumer_at_its_batch(int workers)
    {
        using var batches = BatchLoader.InOrder(new CountingImages(20, failAt: 9), 4, workers).GetEnumerator();
        Assert.True(batches.MoveNext());
        Assert.True(batches.MoveNext());
        Assert.Equal("sample 9 is unreadable", Assert.Throws<DataException>(() => batches.MoveNext()).Message);
    }

    [Fact]
    public void Leaving_early_stops_the_workers_after_a_bounded_look_ahead()
    {
        CountingImages images = new(1000);
        BatchLoader loader = new(images, 1, new Seed(1), new() { Augment = false, Workers = 2, LookAhead = 4 });
        foreach (Batch batch in loader.Epoch(0))
        {
            Assert.Equal(1, batch.Count);
            break;
        }

        int reads = images.Reads;
        Assert.InRange(reads, 1, 5);
        Thread.Sleep(30);
        Assert.Equal(reads, images.Reads);
    }

    [Fact]
    public void Buffers_are_used_again_within_and_across_epochs()
    {
        BatchLoader loader = new(new CountingImages(100), 2, new Seed(1), new() { LookAhead = 2 });
        HashSet<float[]> buffers = [.. loader.Epoch(0).Concat(loader.Epoch(1)).Select(batch => batch.Images)];
        Assert.InRange(buffers.Count, 1, 3);
    }

    [Fact]
    public void Two_loops_over_one_loader_do_not_disturb_each_other()
    {
        BatchLoader loader = new(new CountingImages(40), 4, new Seed(1), new());
        float[] alone = Flat(loader.Epoch(0));
        var pairs = loader.Epoch(0).Zip(loader.Epoch(0), (a, b) => (Copy(a), Copy(b))).ToList();
        Assert.Equal(alone, pairs.SelectMany(pair => pair.Item1.Images));
        Assert.Equal(alone, pairs.SelectMany(pair => pair.Item2.Images));
    }

    [Fact]
    public void Sizes_that_make_no_sense_are_refused_with_the_value()
    {
        CountingImages ten = new(10);
        Assert.Contains("-1", Assert.Throws<ArgumentOutOfRangeException>(() => new BatchLoader(ten, -1, new Seed(1), new())).Message);
        Assert.Contains(
            "11", Assert.Throws<ArgumentException>(() => new BatchLoader(ten, 11, new Seed(1), new() { DropLast = true })).Message);
        Assert.Throws<ArgumentException>(() => new BatchLoader(new CountingImages(0), 1, new Seed(1), new()));
        BatchLoader loader = new(ten, 5, new Seed(1), new());
        Assert.Throws<ArgumentOutOfRangeException>(() => loader.Epoch(0, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => loader.Epoch(-1));
    }

    private static Batch Copy(Batch batch) => batch with { Images = batch.Images[..batch.Count] };

    private static float[] Flat(IEnumerable<Batch> batches) => [.. batches.SelectMany(batch => Copy(batch).Images)];
}
