namespace SupTickets.Kernels.Convolution;

/// <summary>Items that the passes of a convolution are cut into, which threads take one by one.</summary>
/// <param name="Forward">Of the forward pass.</param>
/// <param name="InputGradient">Of the input gradient.</param>
/// <param name="WeightGradient">Of the weight gradient, for one tile of blocks at a time.</param>
internal readonly record struct ConvolutionItems(int Forward, int InputGradient, int WeightGradient);
