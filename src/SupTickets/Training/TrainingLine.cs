using SupTickets.Data;
using SupTickets.Layers;
using SupTickets.Schedules;
using SupTickets.Tickets;

namespace SupTickets.Training;

/// <summary>The parts a training run is wired from.</summary>
public sealed record TrainingLine
{
    /// <summary>The network in training.</summary>
    public required SparseNetwork Network { get; init; }

    /// <summary>Its parameters and their optimizer state.</summary>
    public required Trainables Trainables { get; init; }

    /// <summary>Tells how the network computes.</summary>
    public required EngineWatch Engines { get; init; }

    /// <summary>Runs single steps.</summary>
    public required StepRunner Steps { get; init; }

    /// <summary>What training lowers.</summary>
    public required ITrainingLoss Loss { get; init; }

    /// <summary>Counts what it costs; what the initial topology took is in it.</summary>
    public required FlopMeter Flops { get; init; }

    /// <summary>Moves connections.</summary>
    public required Topologist Topologist { get; init; }

    /// <summary>Prepares mini-batches.</summary>
    public required BatchLoader Batches { get; init; }

    /// <summary>Phases in steps.</summary>
    public required CycleCalendar Calendar { get; init; }

    /// <summary>Learning rate by step.</summary>
    public required Schedule LearningRate { get; init; }

    /// <summary>Collects tickets; null without a cyclic phase.</summary>
    public TicketCollector? Tickets { get; init; }

    /// <summary>Tells of layers without a connection.</summary>
    public required EmptyLayers Empty { get; init; }

    /// <summary>Tells where libtorch's convolutions were found wrong.</summary>
    public LibTorchWatch LibTorch { get; init; } = new();

    /// <summary>What is known before the first step that whoever runs it should know; a run that goes on from a checkpoint said it already.</summary>
    public IReadOnlyList<Warning> Foreseen { get; init; } = [];

    /// <summary>Measures snapshots.</summary>
    public required BoundaryExaminer Examiner { get; init; }

    /// <summary>Epochs between two measurements of the network in training; 0 measures tickets only.</summary>
    public required int EvaluateEveryEpochs { get; init; }

    /// <summary>Whether the tickets are measured together at the end.</summary>
    public required bool MeasuresEnsemble { get; init; }
}
