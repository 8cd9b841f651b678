using SupTickets.Layers;
using SupTickets.Values;

namespace SupTickets.Networks;

/// <summary>An engine in JSON: its name.</summary>
internal sealed class EngineConverter() : NamedValueConverter<Engine>(Engines.All);
