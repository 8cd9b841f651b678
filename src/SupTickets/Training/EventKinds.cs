using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace SupTickets.Training;

/// <summary>The kinds of events that a log or a checkpoint may hold, each by the name that stands in its <c>event</c> key.</summary>
internal sealed class EventKinds
{
    private readonly (Type Type, string Name)[] kinds;

    private EventKinds((Type Type, string Name)[] kinds, Action<TrainingEvent> require) => (this.kinds, Require) = (kinds, require);

    /// <summary>
    /// Checks that every field of an event is there and in its range; throws a <see cref="FormatException"/> that names the field
    /// otherwise.
    /// </summary>
    public Action<TrainingEvent> Require { get; }

    /// <summary>Those of training alone.</summary>
    public static EventKinds OfTraining { get; } = new([
        (typeof(StepFinished), "step"),
        (typeof(EpochFinished), "epoch"),
        (typeof(TopologyUpdated), "topology"),
        (typeof(Warning), "warning"),
    ],
    EventCheck.Require);

    /// <summary>These kinds and more, whose fields <paramref name="require"/> checks.</summary>
    public EventKinds With(Action<TrainingEvent> require, params (Type Type, string Name)[] more) => new([.. kinds, .. more], require);

    /// <summary>The options with which events of these kinds are written and read.</summary>
    public JsonSerializerOptions In(JsonSerializerOptions options)
    {
        DefaultJsonTypeInfoResolver resolver = new();
        resolver.Modifiers.Add(NameKinds);
        return new(options) { TypeInfoResolver = resolver };
    }

    private void NameKinds(JsonTypeInfo type)
    {
        if (type.Type != typeof(TrainingEvent)) return;
        type.PolymorphismOptions = new() { TypeDiscriminatorPropertyName = "event" };
        foreach ((Type kind, string name) in kinds) type.PolymorphismOptions.DerivedTypes.Add(new(kind, name));
    }
}
