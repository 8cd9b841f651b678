using SupTickets.Experiments.Data;
using SupTickets.Values;

namespace SupTickets.Tests.Data;

public sealed class DataSetsTests
{
    [Fact]
    public void An_unknown_name_lists_the_known_ones_nearest_first()
    {
        var error = Assert.Throws<UnknownNameException>(() => DataSets.Open(new DataOptions { Name = "sinthetic" }, new Seed(1)));
        Assert.Contains("'sinthetic'; known: synthetic", error.Message);
    }

    [Fact]
    public void Generated_data_has_the_number_of_samples_asked_for()
    {
        DataOptions recipe = new() { TrainSamples = 40, TestSamples = 20, ValidationSamples = 10 };
        ImageData data = DataSets.Open(recipe, new Seed(1));
        Assert.Equal((40, 10, 20), (data.Train.Count, data.Validation?.Count, data.Test.Count));
        Assert.Equal(DataSets.ShapeOf(recipe), data.Train.Shape);
    }

    [Fact]
    public void The_validation_part_holds_the_last_training_samples_and_the_test_part_others()
    {
        ImageData whole = DataSets.Open(new DataOptions { TrainSamples = 50, TestSamples = 50 }, new Seed(1));
        ImageData split = DataSets.Open(new DataOptions { TrainSamples = 40, TestSamples = 50, ValidationSamples = 10 }, new Seed(1));
        Assert.Equal(
            Enumerable.Range(0, 40).Select(i => Image(whole.Train, i)), Enumerable.Range(0, 40).Select(i => Image(split.Train, i)));
        Assert.Equal(
            Enumerable.Range(40, 10).Select(i => Image(whole.Train, i)), Enumerable.Range(0, 10).Select(i => Image(split.Validation!, i)));
        Assert.DoesNotContain(Image(whole.Test, 0), Enumerable.Range(0, 50).Select(i => Image(whole.Train, i)));
    }

    [Fact]
    public void Holding_out_every_sample_is_refused()
    {
        var error = Assert.Throws<DataException>(() => DataSets.Open(new DataOptions { ValidationSamples = 10_000 }, new Seed(1)));
        Assert.Contains("10000 held out for validation would leave 0", error.Message);
    }

    [Fact]
    public void A_missing_folder_is_named_with_what_is_expected_and_how_to_get_it()
    {
        string message = Assert.Throws<DataException>(
            () => DataSets.Open(new DataOptions { Name = "cifar100", Folder = "/no/such/place" }, new Seed(1))).Message;
        Assert.Contains("'/no/such/place' does not exist", message);
        Assert.Contains("suptickets data fetch cifar100 --data-dir /no/such/place", message);
        Assert.Contains(
            "--data-dir", Assert.Throws<DataException>(() => DataSets.Open(new DataOptions { Name = "imagefolder" }, new Seed(1))).Message);
    }

    [Fact]
    public void Every_row_has_a_summary_and_only_published_sets_can_be_fetched()
    {
        Assert.Equal(["cifar10", "cifar100", "imagefolder", "synthetic"], DataSets.All.Names);
        Assert.All(DataSets.All, row => Assert.False(string.IsNullOrWhiteSpace(row.Summary) || string.IsNullOrWhiteSpace(row.Source)));
        Assert.Equal("cifar-100-binary.tar.gz", DataSets.DownloadOf("cifar100").File.Name);
        Assert.Contains("what can: cifar10, cifar100", Assert.Throws<DataException>(() => DataSets.DownloadOf("imagefolder")).Message);
    }

    [Fact]
    public void The_shape_of_image_folders_is_the_recipes() =>
        Assert.Equal(new ImageShape(3, 96, 96), DataSets.ShapeOf(new DataOptions { Name = "imagefolder", ImageSize = 96 }));

    [Fact]
    public void Labels_follow_the_class_order_asked_for()
    {
        DataOptions recipe = new() { TrainSamples = 30, TestSamples = 20 };
        string[] backwards = [.. SyntheticImages.Classes.Reverse()];
        ImageData usual = DataSets.Open(recipe, new Seed(1)), turned = DataSets.Open(recipe with { Labels = backwards }, new Seed(1));
        Assert.Equal(backwards, turned.Train.Classes);
        foreach ((IImageDataset one, IImageDataset other) in new[] { (usual.Train, turned.Train), (usual.Test, turned.Test) })
        {
            Assert.All(
                Enumerable.Range(0, one.Count), index => Assert.Equal(one.Classes[one.Label(index)], other.Classes[other.Label(index)]));
            Assert.Equal(Image(one, 3), Image(other, 3));
        }

        Assert.Contains("matched by name", Assert.Single(turned.Notes), StringComparison.Ordinal);
        Assert.Empty(DataSets.Open(recipe with { Labels = SyntheticImages.Classes }, new Seed(1)).Notes);
        backwards[2] = "zebra";
        string refusal = Assert.Throws<DataException>(() => DataSets.Open(recipe with { Labels = backwards }, new Seed(1))).Message;
        Assert.Contains(
            $"only in data.labels: [zebra], only in synthetic: [{SyntheticImages.Classes[^3]}]", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void A_ticket_may_ask_for_another_normalisation()
    {
        DataOptions recipe = new() { TrainSamples = 10, TestSamples = 10 };
        float[] usual = Image(DataSets.Open(recipe, new Seed(1)).Test, 0);
        float[] other = Image(DataSets.Open(recipe, new Seed(1), new() { Preparation = ImageFolder.Preparation }).Test, 0);
        Assert.Equal(((usual[0] * .25) + .5 - .485) / .229, other[0], 1e-5);
    }

    private static float[] Image(IImageDataset dataset, int index)
    {
        float[] image = new float[dataset.Shape.Length];
        dataset.Read(index, image);
        return image;
    }
}
