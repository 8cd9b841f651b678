namespace SupTickets.Experiments.Evaluation;

/// <summary>One bin of a reliability curve (Guo et al., 2017): a calibrated network is as often right as it is confident.</summary>
/// <param name="Count">Samples whose confidence lies in the bin.</param>
/// <param name="Confidence">Their mean confidence, the highest softmax output; 0 without samples.</param>
/// <param name="Accuracy">The share of them that is classified rightly; 0 without samples.</param>
public sealed record ReliabilityBin(long Count, double Confidence, double Accuracy);
