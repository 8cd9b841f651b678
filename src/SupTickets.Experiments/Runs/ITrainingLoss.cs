using SupTickets.Experiments.Data;
using static TorchSharp.torch;

namespace SupTickets.Experiments.Runs;

/// <summary>The loss that training minimises.</summary>
public interface ITrainingLoss
{
    /// <summary>The loss of one mini-batch, a scalar with gradient in the caller's dispose scope.</summary>
    Tensor Of(Batch batch);

    /// <summary>FLOPs for one sample in addition to those of the network in training.</summary>
    double FlopsBesides { get; }
}
