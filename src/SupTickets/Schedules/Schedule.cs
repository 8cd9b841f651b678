namespace SupTickets.Schedules;

/// <summary>
/// A number for each zero-based training step. Pure: the same step always gives the same number, so resuming at step
/// 90 000 replays nothing.
/// </summary>
/// <param name="step">The step, from 0.</param>
public delegate double Schedule(long step);
