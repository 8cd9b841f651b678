using SupTickets.Networks;


namespace SupTickets.Training;

/// <summary>The result of a step.</summary>
/// <param name="Loss">Training loss of its mini-batch, before the update.</param>
/// <param name="Epoch">The epoch that it belongs to, from 0.</param>
/// <param name="Cycle">The cycle, from 1, whose ticket was taken after it; 0 for the network before the first; null for none.</param>
/// <param name="Snapshot">That ticket, or the network after the step and before an exploration where it was asked for; else null.</param>
internal sealed record StepOutcome(double Loss, int Epoch, int? Cycle, NetworkState? Snapshot);
