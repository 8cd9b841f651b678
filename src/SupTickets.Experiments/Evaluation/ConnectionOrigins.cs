namespace SupTickets.Experiments.Evaluation;

/// <summary>Where the connections of a superposed ticket come from, in the layers that share the budget.</summary>
/// <param name="Connections">Its connections.</param>
/// <param name="Union">Positions that at least one ticket connects; the superposed ticket's connections were chosen from them.</param>
/// <param name="Lived">Entry k − 1: how many of its connections exactly k of the M tickets hold, k from 1 to M.</param>
public sealed record ConnectionOrigins(long Connections, long Union, IReadOnlyList<long> Lived);
