using SupTickets.Cli.Output;
using SupTickets.Experiments.Evaluation;
using SupTickets.Experiments.Runs;
using SupTickets.Layers;
using SupTickets.Training;

namespace SupTickets.Tests.Cli.Output;

public sealed class TrainingProgressTests
{
    private static readonly Metrics Half = new(0.5, 0.9, 1.5, 0.1, 100);

    [Fact]
    public void A_step_shows_epoch_loss_accuracy_rate_and_what_is_left()
    {
        ManualTime time = new();
        Recorder view = new();
        TrainingProgress progress = new(view, time, _ => { });
        progress.On(new RunStarted(0, 200, 20, Resumed: false, new NetworkEngines(Engine.Auto, Engine.Sparse, [])));
        progress.On(new Evaluated(0, "test", Half));
        time.Advance(TimeSpan.FromSeconds(10));
        progress.On(new StepFinished(50, 2, Loss: 2.25, LearningRate: 0.1));
        Assert.Equal(["engine auto: 0 of 0 layers sparse", "200 steps, 20 an epoch"], view.Lines);
        Assert.Equal((0.25, "epoch 3/10  loss 2.250  0:00:30 left  accuracy 50.00 %  5.0 steps/s  lr 0.1"), view.Shown.Single());
    }

    [Fact]
    public void After_a_resume_only_the_steps_of_this_process_make_the_rate()
    {
        ManualTime time = new();
        Recorder view = new();
        TrainingProgress progress = new(view, time, _ => { });
        progress.On(new RunStarted(100, 200, 20, Resumed: true, new NetworkEngines(Engine.Auto, Engine.Sparse, [])));
        time.Advance(TimeSpan.FromSeconds(10));
        progress.On(new StepFinished(110, 5, 1, 0.01));
        Assert.Equal("going on at step 100 of 200", view.Lines[^1]);
        Assert.EndsWith("0:01:30 left  1.0 steps/s  lr 0.01", view.Shown.Single().Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Tickets_and_their_superposition_are_lines_that_stay()
    {
        Recorder view = new();
        TrainingProgress progress = new(view, new ManualTime(), _ => { });
        progress.On(new TicketTaken(10, 2, 12345, Half));
        progress.On(new TicketSuperposed(10, 2, 20000, 12345, Half with { Top1 = 0.625 }, null));
        Assert.Equal(["ticket 2: accuracy 50.00 %, 12,345 connections", "2 superposed: accuracy 62.50 %, 12,345 connections"], view.Lines);
    }

    [Fact]
    public void A_warning_is_a_line_that_stays()
    {
        Recorder view = new();
        new TrainingProgress(view, new ManualTime(), _ => { }).On(new Warning(10, "superposition", "the average fails"));
        Assert.Equal(["warning: the average fails"], view.Lines);
    }

    [Fact]
    public void Engines_are_counted_and_those_who_ask_are_told_of_each_layer()
    {
        NetworkEngines engines = new(
            Engine.Auto, Engine.Sparse,
            [new("conv1", 1, Engine.Dense, 0.001, 0.002), new("conv2", 0.05, Engine.Sparse, 0.01, 0.0025)]);
        Recorder view = new();
        new TrainingProgress(view, new ManualTime(), _ => { }).On(new EnginesChosen(1200, engines));
        Assert.Equal("engine auto: 1 of 2 layers sparse from step 1,200 on", view.Lines.Single());
        List<string> explained = [];
        new TrainingProgress(view, new ManualTime(), explained.Add).On(new EnginesChosen(1200, engines));
        Assert.Equal(2, view.Lines.Count);
        Assert.Equal("  conv2: sparse at density 0.0500, expected 10.00 ms dense, 2.50 ms sparse", explained[^1]);
    }

    private sealed class Recorder : IProgressView
    {
        public List<(double Share, string Text)> Shown { get; } = [];

        public List<string> Lines { get; } = [];

        public void Show(double share, string text) => Shown.Add((share, text));

        public void Say(string line) => Lines.Add(line);
    }
}
