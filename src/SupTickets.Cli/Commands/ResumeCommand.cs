using System.CommandLine;
using SupTickets.Cli.Output;
using SupTickets.Experiments;
using SupTickets.Experiments.Runs;

namespace SupTickets.Cli.Commands;

/// <summary><c>resume</c>: a run goes on from its last checkpoint, to the bits it would have had without the stop.</summary>
internal static class ResumeCommand
{
    public static Command Create(Terminal terminal)
    {
        Argument<string> folder = new("DIR") { Description = "Run folder of an unfinished run" };
        Option<string?> data = new(
            "--data-dir")
        { Description = "Where the run's data lies now, if it was moved; refused if it is other data", HelpName = "DIR" };
        Option<string> from = new("--from")
        {
            Description = "Where to go on: latest; previous, the checkpoint before it, if the latest is damaged; or start",
            HelpName = "POINT",
            DefaultValueFactory = _ => "latest",
        };
        from.AcceptOnlyFromAmong("latest", "previous", "start");
        HardwareOptions hardware = HardwareOptions.InsteadOfRecipe();
        Option<bool> json = SharedOptions.Json();
        DocumentedCommand command = new(
            "resume",
            "Go on from the last checkpoint of a run; the result has the same bits as without the stop.",
            "suptickets resume runs/demo-1",
            "suptickets resume runs/demo-1 --threads 8    # on another machine than it was begun on")
        {
            folder,
            data,
            from,
        };
        hardware.AddTo(command);
        command.Add(json);
        command.SetAction(request =>
        {
            string path = PathArgument.Folder("DIR", request.GetRequiredValue(folder), "the folder of a run, such as runs/demo-1");
            Hardware computing = hardware.Of(request);
            ResumeSettings settings = new()
            {
                From = Enum.Parse<ResumePoint>(request.GetRequiredValue(from), ignoreCase: true),
                DataFolder = request.GetValue(data),
            };
            return TrainingSession.Run(terminal, request.GetValue(json), () => path, (_, observers, token) =>
                Experiment.Resume(path, settings, computing, observers, token));
        });
        return command;
    }
}
