using System.Text.Json;
using SupTickets.Experiments.Data;
using SupTickets.Experiments.Runs;
using SupTickets.Experiments.Sweeps;
using SupTickets.Training;

namespace SupTickets.Tests.Sweeps;

public sealed class RunFailureTests
{
    public static TheoryData<Exception, string?> Errors => new()
    {
        { new NotSupportedException("it is not supported"), "NotSupportedException" },
        { new ArgumentOutOfRangeException(null, "it is not"), "ArgumentOutOfRangeException" },
        { new DataException("the folder is gone"), null },
        { new TrainingException("the loss is not finite"), null },
        { new FileNotFoundException("no such ticket"), null },
    };

    [Theory]
    [MemberData(nameof(Errors))]
    public void The_kind_of_an_error_is_kept_where_its_message_alone_does_not_say_it(Exception error, string? kind)
    {
        RunFailure failure = RunFailure.Of(error, DateTimeOffset.UnixEpoch);
        Assert.Equal(kind, failure.Kind);
        Assert.Equal(kind is null ? error.Message : $"{kind}: {error.Message}", failure.Words);
        string json = JsonSerializer.Serialize(failure, RunJson.Indented);
        Assert.Equal(kind is not null, json.Contains("\"kind\"", StringComparison.Ordinal));
        Assert.DoesNotContain("words", json, StringComparison.Ordinal);
        Assert.Equal(failure, JsonSerializer.Deserialize<RunFailure>(json, RunJson.Indented));
    }

    [Fact]
    public void A_record_of_an_earlier_version_is_read() => Assert.Equal(
        new("why", DateTimeOffset.UnixEpoch),
        JsonSerializer.Deserialize<RunFailure>("""{"message": "why", "at": "1970-01-01T00:00:00+00:00"}""", RunJson.Indented));
}
