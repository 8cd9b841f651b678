using SupTickets.Data;
using SupTickets.Layers;
using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.Training;

/// <summary>Forward, loss, backward and optimizer for one mini-batch. Numbers leave it; tensors do not.</summary>
/// <param name="network">The network in training.</param>
/// <param name="trainables">Its parameters and their state.</param>
/// <param name="optimizer">How they are updated.</param>
/// <param name="input">Shape of one image.</param>
/// <param name="labelSmoothing">Share of the target spread over all classes, in [0, 1).</param>
public sealed class StepRunner(SparseNetwork network, Trainables trainables, IOptimizer optimizer, ImageShape input, double labelSmoothing)
{
    /// <summary>One training step.</summary>
    /// <param name="batch">The mini-batch.</param>
    /// <param name="learningRate">The rate of this step.</param>
    /// <param name="step">Optimizer steps before this one.</param>
    /// <returns>The loss before the update.</returns>
    /// <exception cref="TrainingException">The loss is not finite; the parameters are as before.</exception>
    public double Run(Batch batch, double learningRate, long step)
    {
        using var scope = NewDisposeScope();
        trainables.ClearGradients();
        double loss = Backward(batch);
        if (!double.IsFinite(loss))
            throw new TrainingException($"the loss of step {step + 1} is {loss}: the learning rate {learningRate:G4} may be too high for this network; the last checkpoint is untouched");
        using var quiet = no_grad();
        foreach (Trainable trainable in trainables.All()) optimizer.Update(trainable, learningRate, step);
        return loss;
    }

    /// <summary>Throws unless every parameter is finite: an update may overflow after a loss that did not.</summary>
    /// <exception cref="TrainingException">A parameter is not finite.</exception>
    public void RequireFinite(long finished)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        foreach (Trainable trainable in trainables.All())
        {
            if (!trainable.Parameter.isfinite().all().item<bool>())
                throw new TrainingException($"'{trainable.Name}' is no longer finite after step {finished}: the learning rate may be too high for this network; the last checkpoint is untouched");
        }
    }

    /// <summary>Forward and backward only: adds the mini-batch's gradients to the parameters.</summary>
    /// <returns>The loss.</returns>
    public double Backward(Batch batch)
    {
        using var scope = NewDisposeScope();
        (Tensor images, Tensor labels) = batch.ToTensors(input, network.Device);
        Tensor loss = nn.functional.cross_entropy(network.Forward(images), labels, label_smoothing: labelSmoothing);
        loss.backward();
        return loss.item<float>();
    }
}
