using SupTickets.Experiments.Data;
using SupTickets.Values;

namespace SupTickets.Tests.Data;

/// <summary>Which folders and files of an image folder are classes and samples.</summary>
public sealed class ImageFolderLayoutTests : ImageFolderSetup
{
    [Fact]
    public void An_empty_class_folder_is_named()
    {
        Add("train/a/1.png", "val/a/1.png");
        Directory.CreateDirectory(folder.At("train/empty"));
        Assert.Contains(folder.At("train/empty"), Refusal());
    }

    [Fact]
    public void Classes_that_only_one_part_has_are_named()
    {
        Add("train/a/1.png", "train/b/1.png", "val/a/1.png", "val/c/1.png");
        Assert.Contains("only in train/: [b], only in val/: [c]", Refusal());
    }

    [Fact]
    public void A_side_without_a_class_of_its_own_is_not_named()
    {
        Add("train/a/1.png", "val/a/1.png", "val/c/1.png");
        Assert.EndsWith("must hold the same classes; only in val/: [c]", Refusal(), StringComparison.Ordinal);
        Add("train/c/1.png", "train/d/1.png");
        Assert.EndsWith("must hold the same classes; only in train/: [d]", Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("train/b", "nowhere")]
    [InlineData("val/b", "b")]
    [InlineData("train/b", "a/1.png/x")]
    public void A_class_that_is_a_link_to_nothing_or_to_itself_is_refused_by_name(string link, string target)
    {
        Add("train/a/1.png", "val/a/1.png");
        File.CreateSymbolicLink(folder.At(link), target);
        Assert.Contains(
            $"'{folder.At(link)}' is a link to '{target}', which cannot be reached: mend the link or remove it", Refusal(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_part_that_is_a_link_to_nothing_is_called_that()
    {
        Add("train/a/1.png");
        File.CreateSymbolicLink(folder.At("val"), "/nowhere/at/all");
        Assert.Contains(
            $"'{folder.At("val")}' is a link to '/nowhere/at/all', which cannot be reached", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_class_may_be_a_link_to_a_folder()
    {
        Add("store/1.png", "val/a/1.png");
        Directory.CreateDirectory(folder.At("train"));
        File.CreateSymbolicLink(folder.At("train/a"), "../store");
        Assert.Equal(["a"], Open().Train.Classes);
    }

    [Fact]
    public void A_missing_part_is_named_with_the_layout_expected()
    {
        Add("train/a/1.png");
        Assert.Contains("has no val/; expected val/CLASS/*.jpg", Refusal());
        Directory.CreateDirectory(folder.At("val"));
        Assert.Contains("holds no class folder", Refusal());
    }

    [Fact]
    public void Hidden_entries_nested_folders_and_files_that_are_not_read_are_no_samples_and_are_counted()
    {
        Add("train/a/1.png", "train/b/1.png", "val/a/1.png", "val/b/1.png");
        string before = string.Join(' ', Open().Train.Paths);
        Assert.Empty(Open().Notes);
        Add("train/.ipynb_checkpoints/1.png", "val/.ipynb_checkpoints/1.png", "train/a/.ipynb_checkpoints/1.png", "train/__MACOSX/x.png");
        Add("train/a/deep/2.png", "train/a/deep/deeper/3.jpg", "train/loose.png");
        string[] others = ["train/a/._1.png", "train/a/x.tif", "val/b/y.TIF", "train/b/notes.txt", "train/b/README"];
        foreach (string file in others) File.WriteAllText(folder.At(file), "x");
        (ImageFolder train, ImageFolder test, IReadOnlyList<string> notes) = Open();
        Assert.Equal(["a", "b"], train.Classes);
        Assert.Equal(before, string.Join(' ', train.Paths));
        Assert.Equal(2, test.Count);
        string note = Assert.Single(notes);
        Assert.Contains("5 hidden entries (the first: train/", note, StringComparison.Ordinal);
        Assert.Contains("1 folder within a class folder with 2 images (train/a/deep)", note, StringComparison.Ordinal);
        Assert.Contains("1 image outside the class folders (train/loose.png)", note, StringComparison.Ordinal);
        Assert.Contains("images of formats that are not read (2 .tif)", note, StringComparison.Ordinal);
        Assert.Contains("other files (1 without extension, 1 .txt)", note, StringComparison.Ordinal);
    }

    [Fact]
    public void A_class_folder_without_a_sample_says_what_is_there_instead()
    {
        Add("train/a/1.png", "train/b/deep/1.png", "val/a/1.png");
        File.WriteAllText(folder.At("train/b/x.tiff"), "x");
        string message = Refusal();
        Assert.Contains($"the class folder '{folder.At("train/b")}' holds no ", message, StringComparison.Ordinal);
        Assert.Contains("1 folder within a class folder with 1 image (deep)", message, StringComparison.Ordinal);
        Assert.Contains("(1 .tiff)", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_in_another_unicode_form_is_the_same_class()
    {
        const string composed = "\u00E9t\u00E9", decomposed = "e\u0301te\u0301";
        Add($"train/{composed}/1.png", "train/zoo/1.png", "train/auto/1.png", $"val/{decomposed}/1.png", "val/zoo/1.png", "val/auto/1.png");
        bool kept = Directory.GetDirectories(folder.At("val")).Any(path => path.EndsWith(decomposed, StringComparison.Ordinal));
        Assert.SkipUnless(kept, "this file system changes names");
        (ImageFolder train, ImageFolder test, _) = Open();
        Assert.Equal(["auto", "zoo", composed], train.Classes);
        Assert.Equal(train.Classes, test.Classes);

        // In val/ the decomposed name comes second, since its first letter is an e.
        foreach (ImageFolder part in new[] { train, test })
        {
            Assert.All(Enumerable.Range(0, part.Count), index =>
            {
                string name = Path.GetFileName(Path.GetDirectoryName(part.Paths[index]))!;
                Assert.Equal(part.Classes[part.Label(index)], ComposedText.Of(name));
            });
        }

        Add($"train/{decomposed}/1.png");
        Assert.Contains("twice", Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Cat", "cat", "upper and lower case")]
    [InlineData("cat", "cat ", "spaces at their ends")]
    [InlineData("big cat", "big_cat", "signs between their letters")]
    public void Names_that_look_alike_are_named_with_what_differs(string one, string other, string difference)
    {
        Add($"train/{one}/1.png", $"val/{other}/1.png");
        Assert.Contains($"'{one}' and '{other}' differ in {difference}", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Links_to_folders_and_files_are_followed_and_a_circle_of_them_ends()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need rights there");
        Add("elsewhere/1.png", "train/a/1.png", "val/a/1.png", "val/b/1.png");
        Directory.CreateSymbolicLink(folder.At("train/b"), folder.At("elsewhere"));
        Directory.CreateSymbolicLink(folder.At("train/a/again"), folder.At("train"));
        File.CreateSymbolicLink(folder.At("train/a/2.png"), folder.At("elsewhere/1.png"));
        (ImageFolder train, _, IReadOnlyList<string> notes) = Open();
        Assert.Equal((3, 2), (train.Count, train.Classes.Count));
        Assert.Contains("1 folder within a class folder with 0 images (train/a/again)", Assert.Single(notes), StringComparison.Ordinal);
        Assert.All(Enumerable.Range(0, 3), index => train.Read(index, new float[train.Shape.Length]));
    }
}
