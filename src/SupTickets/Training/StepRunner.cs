using SupTickets.Layers.Blocked;
using static TorchSharp.torch;

namespace SupTickets.Training;

/// <summary>Forward, loss, backward and optimizer for one mini-batch. Numbers leave it; tensors do not.</summary>
/// <param name="trainables">The parameters and their state.</param>
/// <param name="optimizer">How they are updated.</param>
public sealed class StepRunner(Trainables trainables, IOptimizer optimizer)
{
    /// <summary>One training step.</summary>
    /// <param name="loss">The loss of the mini-batch, a scalar with gradient.</param>
    /// <param name="learningRate">The rate of this step.</param>
    /// <param name="step">Optimizer steps before this one.</param>
    /// <returns>The loss before the update.</returns>
    /// <exception cref="TrainingException">The loss is not finite; the parameters are as before.</exception>
    public double Run(Func<Tensor> loss, double learningRate, long step)
    {
        using var scope = NewDisposeScope();
        trainables.ClearGradients();
        double value = Backward(loss);
        if (!double.IsFinite(value))
            throw new TrainingException($"the loss of step {step + 1} is {value}: the learning rate {learningRate:G4} may be too high for this network; the last checkpoint, if any, is untouched");
        using var quiet = no_grad();
        foreach (Trainable trainable in trainables.All()) optimizer.Update(trainable, learningRate * (trainable.FastRate ?? 1), step);
        return value;
    }

    /// <summary>Forward and backward only: adds the mini-batch's gradients to the parameters. What the sparse engine fails of on the way back is thrown as it is.</summary>
    /// <returns>The loss.</returns>
    public static double Backward(Func<Tensor> loss)
    {
        using var scope = NewDisposeScope();
        Tensor value = loss();
        BackwardFailure.Surface(() => value.backward());
        return value.item<float>();
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
                throw new TrainingException($"'{trainable.Name}' is no longer finite after step {finished}: the learning rate may be too high for this network; the last checkpoint, if any, is untouched");
        }
    }
}
