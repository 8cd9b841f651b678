using SupTickets.Storage;
using SupTickets.Tests.Storage;
using SupTickets.Tickets;
using static SupTickets.Tests.Tickets.TicketExample;

namespace SupTickets.Tests.Tickets;

/// <summary>Class names and normalisation in ticket files.</summary>
public sealed class TicketImagesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Class_names_and_normalisation_are_kept_where_they_are_known()
    {
        TicketDescription named = Small().Description with { Labels = ["b \"x\"", "\u00E9t\u00E9"], Normalization = Normalization.Cifar10 };
        TicketFile.Write(folder["t"], Small() with { Description = named });
        SafetensorsFile file = SafetensorsFile.Read(folder["t"]);
        Assert.Equal("[\"b \\\"x\\\"\",\"\u00E9t\u00E9\"]", file.Text("labels"));
        Assert.Equal("""{"mean":[0.4914,0.4822,0.4465],"std":[0.2023,0.1994,0.201]}""", file.Text("normalization"));
        TicketDescription read = TicketFile.Read(folder["t"]).Description;
        Assert.Equal(named.Labels, read.Labels);
        Assert.True(named.Normalization.SameAs(read.Normalization!));
        TicketFile.Write(folder["again"], new(Small().State, read));
        Assert.Equal(File.ReadAllBytes(folder["t"]), File.ReadAllBytes(folder["again"]));
    }

    [Fact]
    public void A_ticket_without_them_is_read_and_written_as_before()
    {
        TicketFile.Write(folder["t"], Small());
        Assert.DoesNotContain(SafetensorsFile.Read(folder["t"]).Metadata.Keys, key => key is "labels" or "normalization");
        TicketDescription read = TicketFile.Read(folder["t"]).Description;
        Assert.Equal((null, null), (read.Labels, read.Normalization));
    }

    [Theory]
    [InlineData("labels", """["a"]""", "1 names for 2 classes")]
    [InlineData("labels", """["a","a"]""", "'a' twice")]
    [InlineData("labels", """["a",null]""", "not a list of names")]
    [InlineData("labels", """["a",1]""", "not a list of names")]
    [InlineData("labels", "null", "not a list of names")]
    [InlineData("labels", """{"a":1}""", "not a list of names")]
    [InlineData("labels", """["a","\ud800"]""", "labels")]
    [InlineData("labels", """["a",""]""", "empty name")]
    [InlineData("normalization", """{"mean":[1,2],"std":[1,1]}""", "2 channels, the input has 3")]
    [InlineData("normalization", """{"mean":[1,2,3],"std":[1,1,0]}""", "deviations")]
    [InlineData("normalization", """{"mean":[1,2,3],"std":[1,1]}""", "deviations")]
    [InlineData("normalization", """{"mean":[1,2,3]}""", "normalization")]
    [InlineData("normalization", """{"mean":[1e999,2,3],"std":[1,1,1]}""", "normalization")]
    [InlineData("normalization", "[]", "normalization")]
    public void Class_names_and_normalisation_that_do_not_fit_are_named(string key, string value, string expected)
    {
        Dictionary<string, string> metadata = MetadataOf(folder, Small());
        metadata[key] = value;
        AssertDefect(folder, NetworkStateTensors.ToTensors(Small().State, ""), metadata, expected);
    }

    [Fact]
    public void A_description_that_contradicts_itself_is_not_written()
    {
        TicketDescription wrong = Small().Description with { Labels = ["only one"] };
        Ticket ticket = Small() with { Description = wrong };
        string refusal = Assert.Throws<ArgumentException>(() => TicketFile.Write(folder["none"], ticket)).Message;
        Assert.Contains("1 names for 2 classes", refusal, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["none"]));
    }
}
