using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.Experiments.Models;

/// <summary>Builds one architecture. [N, C, H, W] → [N, classes].</summary>
internal delegate nn.Module<Tensor, Tensor> Architecture(int classes, ImageShape input, WidthFactor width);
