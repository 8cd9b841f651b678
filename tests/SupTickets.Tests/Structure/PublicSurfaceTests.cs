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
        Approval.Require($"Structure/Approved/{name}.txt", [.. PublicSurface.Of(assembly)]);
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
