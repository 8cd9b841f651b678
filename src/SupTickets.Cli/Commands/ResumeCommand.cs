using System.CommandLine;
using SupTickets.Cli.Output;

namespace SupTickets.Cli.Commands;

/// <summary><c>resume</c>: a run goes on from its last checkpoint, to the bits it would have had without the stop.</summary>
internal static class ResumeCommand
{
    public static Command Create(Terminal terminal)
    {
        Argument<string> folder = new("DIR") { Description = "Run folder of an unfinished run" };
        Option<bool> json = SharedOptions.Json();
        DocumentedCommand command = new(
            "resume", "Go on from the last checkpoint of a run; the result has the same bits as without the stop.", "suptickets resume runs/demo-1")
        {
            folder,
            json,
        };
        command.SetAction(request =>
        {
            string path = request.GetRequiredValue(folder);
            if (!Directory.Exists(path)) throw new RequestException($"DIR: got '{path}', where there is no folder; allowed: the folder of a run, such as runs/demo-1");
            return TrainingSession.Run(terminal, request.GetValue(json), () => path, (_, observers, token) => Experiment.Resume(path, observers, token));
        });
        return command;
    }
}
