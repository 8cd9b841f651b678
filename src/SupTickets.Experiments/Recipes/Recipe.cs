using SupTickets.Allocation;
using SupTickets.Experiments.Data;
using SupTickets.Experiments.Models;
using SupTickets.Methods;
using SupTickets.Networks;
using SupTickets.Training;
using SupTickets.Values;

namespace SupTickets.Experiments.Recipes;

/// <summary>
/// Describes one run completely: the same recipe and seed give the same bits. It is read from JSON, checked as a whole,
/// and written, fully resolved, into the run folder before the first step. Keys are the property names in camel case.
/// </summary>
public sealed record Recipe
{
    /// <summary>
    /// The run with another number of epochs. All other settings in epochs are scaled along, so that a preset of 250 epochs can be tried
    /// with 10.
    /// </summary>
    /// <param name="epochs">At least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not, or the recipe has no epochs that could be scaled.</exception>
    public Recipe InEpochs(int epochs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Schedule.Epochs, 1);
        double ratio = (double)epochs / Schedule.Epochs;
        return this with
        {
            Method = Method.Scaled(ratio),
            Schedule = Schedule.Scaled(ratio) with { Epochs = epochs },
            Superpose = Superpose.Scaled(ratio),
        };
    }

    /// <summary>The settings that decide the bits of training, as objects; data, model and measurement are left to the caller.</summary>
    /// <param name="stepsPerEpoch">Steps in an epoch, at least 1.</param>
    /// <exception cref="UnknownNameException">A name is in no table.</exception>
    public TrainingOptions ToTraining(long stepsPerEpoch) => new()
    {
        Density = Density.FromSparsity(Topology.Sparsity),
        Calendar = new(Schedule.Epochs, stepsPerEpoch),
        LearningRate = LearningRatePlan.Of(Schedule),
        Method = Method.ToMethod(),
        Optimizer = Optimizers.Create(Optimizer),
        Seed = new(Seed),
        Superpose = Superpose.ToOptions(),
        Explorations = [.. Superpose.ExploreCriteria.Select(criteria => criteria.ToCriteria())],
        Allocation = Allocations.All[Topology.Allocation],
        Draw = ConnectionDraws.All[Topology.Counts],
        KeepDense = Topology.KeepDense,
        Engine = Engines.All[Engine],
        GradientMomentum = Optimizer.Momentum,
    };

    /// <summary>A name for people; it decides nothing.</summary>
    public string Name { get; init; } = "run";

    /// <summary>Where all randomness of the run comes from.</summary>
    public ulong Seed { get; init; } = 41;

    /// <summary>Where tensors live: <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>How sparse layers compute: <c>auto</c>, <c>dense</c> or <c>sparse</c>.</summary>
    public string Engine { get; init; } = "auto";

    /// <summary>
    /// Threads for tensor operations; 0 takes every core and is replaced by that number when the run starts. On the sparse engine the
    /// number changes no bit; layers that libtorch computes may differ in the last bits.
    /// </summary>
    public int Threads { get; init; }

    /// <summary>The data that the network learns from.</summary>
    public DataOptions Data { get; init; } = new();

    /// <summary>The architecture.</summary>
    public ModelOptions Model { get; init; } = new();

    /// <summary>How many connections there are and where they start.</summary>
    public TopologyRecipe Topology { get; init; } = new();

    /// <summary>How connections move during the normal phase.</summary>
    public MethodRecipe Method { get; init; } = new();

    /// <summary>How values are updated.</summary>
    public OptimizerRecipe Optimizer { get; init; } = new();

    /// <summary>How long, and at which rate.</summary>
    public ScheduleRecipe Schedule { get; init; } = new();

    /// <summary>The cyclic phase and the superposition of its tickets.</summary>
    public SuperposeRecipe Superpose { get; init; } = new();

    /// <summary>Tickets that the network learns from besides the labels.</summary>
    public DistillRecipe Distill { get; init; } = new();

    /// <summary>When a checkpoint is written besides cycle ends and cancellation.</summary>
    public CheckpointRecipe Checkpoint { get; init; } = new();

    /// <summary>How tickets are measured.</summary>
    public EvaluationRecipe Evaluation { get; init; } = new();

    /// <summary>Extra logs.</summary>
    public LogRecipe Log { get; init; } = new();
}
