using System.CommandLine;
using SupTickets.Cli.Output;

namespace SupTickets.Cli.Commands;

/// <summary><c>resume</c>: a run goes on from its last checkpoint, to the bits it would have had without the stop.</summary>
internal static class ResumeCommand
{
    public static Command Create(Terminal terminal)
    {
        Argument<string> folder = new("DIR") { Description = "Run folder of an unfinished run" };
        HardwareOptions hardware = HardwareOptions.InsteadOfRecipe();
        Option<bool> json = SharedOptions.Json();
        DocumentedCommand command = new(
            "resume",
            "Go on from the last checkpoint of a run; the result has the same bits as without the stop.",
            "suptickets resume runs/demo-1",
            "suptickets resume runs/demo-1 --threads 8    # on another machine than it was begun on")
        {
            folder,
        };
        hardware.AddTo(command);
        command.Add(json);
        command.SetAction(request =>
        {
            string path = GivenPath.Folder("DIR", request.GetRequiredValue(folder), "the folder of a run, such as runs/demo-1");
            Hardware computing = hardware.Of(request);
            return TrainingSession.Run(terminal, request.GetValue(json), () => path, (_, observers, token) => Experiment.Resume(path, computing, observers, token));
        });
        return command;
    }
}
