using System.Reflection;
using SupTickets.Experiments;
using SupTickets.Kernels.Elementwise;
using SupTickets.Values;

namespace SupTickets.Tests.Structure;

/// <summary>The public surface changes on purpose or not at all: it is compared with the text under <c>Approved/</c>.</summary>
public sealed class PublicSurfaceTests
{
    public static TheoryData<string> Assemblies => ["SupTickets", "SupTickets.Experiments", "SupTickets.Kernels"];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void The_public_surface_is_the_approved_one(string name)
    {
        Assembly assembly = name switch
        {
            "SupTickets" => typeof(Density).Assembly,
            "SupTickets.Experiments" => typeof(Experiment).Assembly,
            _ => typeof(Interpolate).Assembly,
        };
        string file = Path.Combine(Repository.Root, "tests", "SupTickets.Tests", "Structure", "Approved", $"{name}.txt");
        string[] actual = [.. PublicSurface.Of(assembly)];
        if (Environment.GetEnvironmentVariable("SUPTICKETS_ACCEPT_SURFACE") == "1") File.WriteAllLines(file, actual);
        string[] approved = File.Exists(file) ? File.ReadAllLines(file) : [];

        string[] changes = [.. approved.Except(actual).Select(line => $"- {line}"), .. actual.Except(approved).Select(line => $"+ {line}")];
        Assert.True(
            changes.Length == 0,
            $"The public surface of {name} changed. If that is meant, run eng/accept-surface.sh and commit the result.\n" +
            string.Join('\n', changes));
    }

    [Fact]
    public void The_listing_shows_types_members_and_what_they_return()
    {
        string[] lines = [.. PublicSurface.Of(typeof(Interpolate).Assembly)];
        Assert.Contains("static class SupTickets.Kernels.Elementwise.Interpolate", lines);
        Assert.Contains(
            "SupTickets.Kernels.Elementwise.Interpolate.static Invoke(float weight, ReadOnlySpan<float> x, Span<float> y) : void", lines);
    }
}
