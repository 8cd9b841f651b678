using SupTickets.Values;

namespace SupTickets.Allocation;

/// <summary>A layer's density before scaling: positive, and only its ratio to other layers' scores matters.</summary>
public delegate double RawScore(WeightShape shape);
