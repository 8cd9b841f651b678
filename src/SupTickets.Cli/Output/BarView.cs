using Spectre.Console;

namespace SupTickets.Cli.Output;

/// <summary>Progress as a bar at the bottom of a terminal; lines that stay scroll above it.</summary>
internal sealed class BarView : IProgressView
{
    private readonly IAnsiConsole console;
    private readonly ProgressTask task;

    private BarView(IAnsiConsole console, ProgressTask task) => (this.console, this.task) = (console, task);

    /// <summary>Draws while <paramref name="work"/> runs, and leaves only the lines that stay.</summary>
    public static T Run<T>(IAnsiConsole console, Func<IProgressView, T> work) => console.Progress()
        .AutoClear(true)
        .Columns(new ProgressBarColumn { Width = 24 }, new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
        .Start(context => work(new BarView(console, context.AddTask("starting", maxValue: 1))));

    public void Show(double share, string text)
    {
        task.Value = share;
        task.Description = Markup.Escape(text);
    }

    public void Say(string line) => console.WriteLine(line);
}
