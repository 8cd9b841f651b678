using SupTickets.Evaluation;
using SupTickets.Training;
using TorchSharp;
using TorchSharp.Modules;

namespace SupTickets.Reports;

/// <summary>Writes the curves of a run as event files for TensorBoard, with TorchSharp's writer. The x-axis is the step.</summary>
public sealed class TensorBoardLog : ITrainingObserver
{
    private readonly SummaryWriter writer;
    private readonly int everySteps;

    /// <summary>A log in <paramref name="folder"/>; of steps it keeps those whose number is a multiple of <paramref name="everySteps"/>.</summary>
    public TensorBoardLog(string folder, int everySteps)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(everySteps);
        this.everySteps = everySteps;
        Directory.CreateDirectory(folder);
        writer = torch.utils.tensorboard.SummaryWriter(folder, createRunName: false);
    }

    /// <inheritdoc/>
    public void On(TrainingEvent happened)
    {
        switch (happened)
        {
            case StepFinished step when step.Step % everySteps == 0:
                Add("train/loss", step.Loss, step);
                Add("train/learningRate", step.LearningRate, step);
                break;
            case EpochFinished epoch:
                Add("train/meanLoss", epoch.MeanLoss, epoch);
                break;
            case TopologyUpdated update:
                Add("topology/connections", update.Connections, update);
                Add("topology/grown", update.Grown, update);
                break;
            case Evaluated measured:
                Add(measured.Set, measured.Metrics, measured);
                break;
            case TicketTaken ticket:
                Add("ticket", ticket.Metrics, ticket);
                break;
            case TicketSuperposed superposed:
                Add("superposed", superposed.Metrics, superposed);
                break;
        }
    }

    private void Add(string group, Metrics metrics, TrainingEvent happened)
    {
        Add($"{group}/top1", metrics.Top1, happened);
        Add($"{group}/top5", metrics.Top5, happened);
        Add($"{group}/nll", metrics.Nll, happened);
        Add($"{group}/ece", metrics.Ece, happened);
    }

    private void Add(string tag, double value, TrainingEvent happened) => writer.add_scalar(tag, (float)value, checked((int)happened.Step));
}
