using SupTickets.Experiments.Data;
using static TorchSharp.torch;

namespace SupTickets.Experiments.Runs;

/// <summary>What training lowers.</summary>
public interface ITrainingLoss
{
    /// <summary>The loss of one mini-batch, a scalar with gradient in the caller's dispose scope.</summary>
    Tensor Of(Batch batch);

    /// <summary>FLOPs for one sample beside those of the network in training.</summary>
    double FlopsBesides { get; }
}
