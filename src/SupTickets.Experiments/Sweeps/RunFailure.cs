using System.Text.Json.Serialization;
using SupTickets.Training;

namespace SupTickets.Experiments.Sweeps;

/// <summary>Why a run of a sweep failed: <c>failure.json</c>.</summary>
/// <param name="Message">What went wrong.</param>
/// <param name="At">When.</param>
public sealed record RunFailure(string Message, DateTimeOffset At)
{
    /// <summary>
    /// The kind of error, where the message alone does not say: that of the runtime or of libtorch, such as <c>NullReferenceException</c>;
    /// null where the message was written for whoever reads it.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Kind { get; init; }

    /// <summary>What to tell: the message, after the kind where there is one.</summary>
    [JsonIgnore]
    public string Words => Kind is null ? Message : $"{Kind}: {Message}";

    /// <summary>The failure that an error means.</summary>
    internal static RunFailure Of(Exception error, DateTimeOffset at) =>
        new(error.Message, at) { Kind = IsWrittenForReaders(error) ? null : error.GetType().Name };

    private static bool IsWrittenForReaders(Exception error) =>
        error is IOException or UnauthorizedAccessException or InvalidDataException or NotFiniteNumberException
        || error.GetType().Assembly == typeof(RunFailure).Assembly || error.GetType().Assembly == typeof(TrainingException).Assembly;
}
