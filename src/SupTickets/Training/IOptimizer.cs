namespace SupTickets.Training;

/// <summary>Updates parameters from their gradients. All state is in the parameters; the step is passed in.</summary>
public interface IOptimizer
{
    /// <summary>Names of the state that it keeps for every parameter with a gradient.</summary>
    IReadOnlyList<string> StateNames { get; }

    /// <summary>One update of one parameter, in place. A parameter without a gradient is left alone.</summary>
    /// <param name="trainable">What to update.</param>
    /// <param name="learningRate">The rate of this step.</param>
    /// <param name="step">Optimizer steps before this one.</param>
    void Update(TrainableParameter trainable, double learningRate, long step);
}
