using SupTickets.Experiments.Data;
using SupTickets.Values;

namespace SupTickets.Tests.Contracts;

/// <summary>What every registered data set must do.</summary>
public sealed class DatasetContractTests(SmallData small) : IClassFixture<SmallData>
{
    public static TheoryData<string> Names => [.. DataSets.All.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Shapes_labels_and_classes_agree(string name) => ForEachPart(name, part =>
    {
        Assert.Equal(Description(name).Classes ?? part.Classes.Count, part.Classes.Count);
        Assert.True(part.Count > 0);
        Assert.Equal(part.Classes.Count, part.Classes.Distinct().Count());
        Assert.All(Enumerable.Range(0, part.Count), i => Assert.InRange(part.Label(i), 0, part.Classes.Count - 1));
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void Images_are_finite_and_varied(string name) => ForEachPart(name, part =>
    {
        float[] image = Read(part, 0);
        Assert.All(image, value => Assert.InRange(value, -5f, 5f));
        Assert.True(image.Distinct().Count() > 10);
        Assert.All(Augmented(part, 0, 1), value => Assert.InRange(value, -5f, 5f));
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void Reading_twice_gives_the_same_image(string name) => ForEachPart(name, part => Assert.Equal(Read(part, 1), Read(part, 1)));

    [Theory]
    [MemberData(nameof(Names))]
    public void An_augmented_image_depends_on_the_stream_only(string name) => ForEachPart(name, part =>
    {
        Assert.Equal(Augmented(part, 1, 7), Augmented(part, 1, 7));
        Assert.True(Enumerable.Range(0, 8).Select(seed => string.Join(',', Augmented(part, 1, (ulong)seed))).Distinct().Count() > 1);
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void Many_threads_read_what_one_thread_reads(string name) => ForEachPart(name, part =>
    {
        int count = Math.Min(part.Count, 12);
        float[][] alone = [.. Enumerable.Range(0, count).Select(i => Augmented(part, i, (ulong)i))];
        float[][] together = new float[count * 4][];
        Parallel.For(
            0, together.Length, new() { MaxDegreeOfParallelism = 4 }, i => together[i] = Augmented(part, i % count, (ulong)(i % count)));
        Assert.All(together.Index(), pair => Assert.Equal(alone[pair.Index % count], pair.Item));
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void The_shape_is_known_without_opening_and_an_index_outside_is_refused(string name) => ForEachPart(name, part =>
    {
        Assert.Equal(DataSets.ShapeOf(small.Recipe(name)), part.Shape);
        Assert.ThrowsAny<ArgumentException>(() => part.Label(part.Count));
        Assert.ThrowsAny<ArgumentException>(() => Read(part, -1));
    });

    private static DataSet Description(string name) => DataSets.All[name];

    private void ForEachPart(string name, Action<IImageDataset> check)
    {
        ImageData data = small.Open(name);
        check(data.Train);
        check(data.Validation!);
        check(data.Test);
    }

    private static float[] Read(IImageDataset part, int index)
    {
        float[] image = new float[part.Shape.Length];
        part.Read(index, image);
        return image;
    }

    private static float[] Augmented(IImageDataset part, int index, ulong seed)
    {
        float[] image = new float[part.Shape.Length];
        part.ReadAugmented(index, new RandomStream(seed), image);
        return image;
    }
}
