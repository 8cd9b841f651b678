using SupTickets.Collective;
using SupTickets.Networks;
using SupTickets.SparseEngine;
using SupTickets.Topology;
using static TorchSharp.torch;

namespace SupTickets.Training;

/// <summary>Forward, loss, backward and optimizer for one mini-batch. Numbers leave it; tensors do not.</summary>
/// <param name="parameters">The parameters and their state.</param>
/// <param name="optimizer">How they are updated.</param>
/// <param name="ranks">The processes that share the mini-batch; null: this one alone.</param>
internal sealed class StepRunner(ParameterSet parameters, IOptimizer optimizer, ICollective? ranks = null)
{
    private readonly LossTrend trend = new();
    private readonly RankMean mean = new(ranks ?? SingleProcess.Alone);
    private double latestRate;

    /// <summary>Names of the state that the optimizer keeps for every parameter.</summary>
    internal IReadOnlyList<string> StateNames => optimizer.StateNames;

    /// <summary>One training step.</summary>
    /// <param name="loss">The loss of the mini-batch, a scalar with gradient.</param>
    /// <param name="learningRate">The rate of this step.</param>
    /// <param name="step">Optimizer steps before this one.</param>
    /// <returns>The loss before the update.</returns>
    /// <exception cref="TrainingException">The loss or a gradient is not finite; the parameters are as before.</exception>
    public double Run(Func<Tensor> loss, double learningRate, long step)
    {
        using var scope = NewDisposeScope();
        parameters.ClearGradients();
        latestRate = learningRate;
        double value = FiniteBackward(loss, new(parameters.Network, trend, learningRate, step + 1));
        using var quiet = no_grad();
        value = mean.Take(parameters, value);
        trend.Add(value);
        foreach (TrainableParameter trainable in parameters.All()) optimizer.Update(trainable, learningRate * trainable.RateFactor, step);
        return value;
    }

    /// <summary>
    /// Forward and backward only: adds the mini-batch's gradients to the parameters. An exception of the sparse engine in the backward pass
    /// is thrown as it is.
    /// </summary>
    /// <returns>The loss.</returns>
    public static double Backward(Func<Tensor> loss)
    {
        using var scope = NewDisposeScope();
        Tensor value = loss();
        BackwardFailure.Surface(() => value.backward());
        return value.item<float>();
    }

    /// <summary>
    /// Throws unless every parameter, running statistic and captured dense gradient is finite: an update may overflow although loss and
    /// gradients were finite.
    /// </summary>
    /// <exception cref="TrainingException">One is not.</exception>
    public void RequireFinite(long finished)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        if (new NumericalDiagnosis(parameters.Network, trend, latestRate, finished).OfUpdate() is { } failure) throw failure;
    }

    // Checked before the update, so that parameters stay finite and the step can be computed once more.
    private double FiniteBackward(Func<Tensor> loss, NumericalDiagnosis diagnosis)
    {
        using var scope = NewDisposeScope();
        PassRecord passes = new();
        parameters.Network.Passes = passes;
        try
        {
            Tensor value = loss();
            parameters.Network.Passes = null;
            // Ranks average whole gradients.
            if (!mean.IsShared) foreach (SparseLayer layer in parameters.Network.Layers) layer.Weight.CloseUses();
            BackwardFailure.Surface(() => value.backward());
            double number = value.item<float>();
            if (!double.IsFinite(number)) throw diagnosis.OfLoss(number, passes);
            bool finite = FiniteNumbers.AreAll(parameters.All().Select(trainable => trainable.Parameter.grad).OfType<Tensor>());
            return finite ? number : throw diagnosis.OfGradients(number, passes);
        }
        finally
        {
            parameters.Network.Passes = null;
        }
    }
}
