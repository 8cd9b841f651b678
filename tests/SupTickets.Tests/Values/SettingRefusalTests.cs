using SupTickets.Values;

namespace SupTickets.Tests.Values;

public sealed class SettingRefusalTests
{
    [Fact]
    public void A_refused_argument_is_an_error_of_the_setting_it_was_made_of()
    {
        SettingError error = Assert.Single(
            Assert.Throws<SettingException>(
                () => SettingRefusal.Of("topology.sparsity", "1", "less", () => Density.FromSparsity(1))).Errors);
        Assert.Equal(("topology.sparsity", "1"), (error.Path, error.Value));
        Assert.StartsWith("less: sparsity must lie in [0, 1)", error.Allowed, StringComparison.Ordinal);
        Assert.DoesNotContain("Parameter '", error.Allowed, StringComparison.Ordinal);
        Assert.Throws<SettingException>(
            () => SettingRefusal.Of("model", "x", "a model", () => throw new UnknownNameException("model", "x", ["y"])));
    }

    [Fact]
    public void What_refused_a_setting_is_kept_as_the_cause()
    {
        ArgumentException refusal = new("too many");
        SettingException error = Assert.Throws<SettingException>(() => SettingRefusal.Of("model", "x", "a model", () => throw refusal));
        Assert.Same(refusal, error.InnerException);
        Assert.Null(new SettingException(error.Errors).InnerException);
    }

    [Fact]
    public void What_is_no_refused_argument_passes()
    {
        Assert.Equal(0.5, SettingRefusal.Of("topology.sparsity", "0.5", "less", () => Density.FromSparsity(0.5)).Value);
        Assert.Throws<ArgumentNullException>(
            () => SettingRefusal.Of("x", "1", "less", () => ArgumentNullException.ThrowIfNull((object?)null)));
        Assert.Throws<InvalidOperationException>(
            () => SettingRefusal.Of("x", "1", "less", () => throw new InvalidOperationException("a bug")));
    }
}
