using System.CommandLine;
using SupTickets.Cli.Output;
using SupTickets.Experiments.Data;
using SupTickets.Values;

namespace SupTickets.Cli.Commands;

/// <summary><c>data</c>: what can be trained on, how to get it, and whether it is sound.</summary>
internal static class DataCommand
{
    public static Command Create(Terminal terminal) => new("data", "List, download and verify data sets.")
    {
        List(terminal),
        Fetch(terminal),
        Verify(terminal),
    };

    private static Argument<string> Name() => new("NAME") { Description = "A data set, see 'suptickets data list'" };

    private static DocumentedCommand List(Terminal terminal)
    {
        Option<bool> json = SharedOptions.Json();
        DocumentedCommand command = new("list", "The data sets.", "suptickets data list") { json };
        command.SetAction(request => ListCommand.Show(terminal, ListCommand.Data, request.GetValue(json)));
        return command;
    }

    private static DocumentedCommand Fetch(Terminal terminal)
    {
        Argument<string> name = Name();
        Option<string> folder = new("--data-dir")
        {
            Description = "Folder to download into; training reads the archive as it is",
            HelpName = "DIR",
            DefaultValueFactory = _ => "data",
        };
        Option<string?> url = new("--url") { Description = "Folder of another server that holds the same file", HelpName = "ADDRESS" };
        Option<bool> json = SharedOptions.Json();
        DocumentedCommand command = new(
            "fetch",
            "Download a data set from its official address; a broken download goes on where it broke, and the checksum is verified.",
            "suptickets data fetch cifar10 --data-dir data",
            "suptickets data fetch cifar100 --url https://mirror.example/datasets/")
        {
            name,
            folder,
            url,
            json,
        };
        command.SetAction(request =>
        {
            DataDownload download = DataSets.DownloadOf(request.GetRequiredValue(name));
            if (request.GetValue(url) is { } mirror) download = download.From(Address(mirror));
            string target = PathArgument.Named(
                folder.Name, request.GetRequiredValue(folder), "a folder, which is made where there is none");
            return FetchTo(terminal, download, target, request.GetValue(json));
        });
        return command;
    }

    private static Uri Address(string url) => Uri.TryCreate(url, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https"
        ? address
        : throw new RequestException($"--url: got '{url}'; allowed: an address that starts with http:// or https://");

    private static int FetchTo(Terminal terminal, DataDownload download, string folder, bool json)
    {
        terminal.KeepResultInFiles();
        using Interruption interruption = new(terminal, "stopping; the same command goes on from there");
        using HttpClient client = DataFetcher.CreateClient();
        long started = TimeProvider.System.GetTimestamp();
        long? first = null;
        string path;
        try
        {
            path = terminal.Watch(json, view =>
            {
                view.Show(0, $"{download.Address}{download.File.Name}");
                return new DataFetcher(client)
                    .Fetch(download, folder, new DirectProgress<FetchProgress>(Report), interruption.Token).GetAwaiter().GetResult();

                void Report(FetchProgress state)
                {
                    first ??= state.Received;
                    double rate = Math.Max(1, state.Received - first.Value) / TimeProvider.System.GetElapsedTime(started).TotalSeconds;
                    string left = state.Total is { } total ? $"  {Figures.Duration((total - state.Received) / rate)} left" : "";
                    view.Show(
                        (double)state.Received / (state.Total ?? state.Received),
                        $"{state.File}  {Figures.Megabytes(state.Received)}  {Figures.Megabytes(rate)}/s{left}");
                }
            });
        }
        catch (OperationCanceledException)
        {
            string part = Path.Combine(folder, download.File.Name + ".part");
            string kept = File.Exists(part)
                ? $"{Figures.Megabytes(new FileInfo(part).Length)} are kept in {part}, and the same line goes on from there"
                : "nothing was written";
            terminal.Say($"suptickets: cancelled; {kept}");
            return ExitCode.Cancelled;
        }
        catch (DataException error)
        {
            // The request was right; the network or the server was not.
            terminal.Error.WriteLine($"suptickets: {error.Message}");
            return ExitCode.Failed;
        }

        if (json) terminal.WriteJson(new { file = path, bytes = new FileInfo(path).Length, md5 = download.File.Md5 });
        else terminal.Out.WriteLine($"{path}: complete, {Figures.Megabytes(new FileInfo(path).Length)}, checksum right");
        return ExitCode.Done;
    }

    private static DocumentedCommand Verify(Terminal terminal)
    {
        Argument<string> name = Name();
        Option<string?> folder = SharedOptions.DataDir();
        Option<bool> json = SharedOptions.Json();
        DocumentedCommand command = new(
            "verify", "Read every sample of a data set once, and count its classes.", "suptickets data verify cifar10 --data-dir data",
            "suptickets data verify imagefolder --data-dir my-images")
        {
            name,
            folder,
            json,
        };
        command.SetAction(request => Check(terminal, request.GetRequiredValue(name), request.GetValue(folder), request.GetValue(json)));
        return command;
    }

    private static int Check(Terminal terminal, string name, string? folder, bool json)
    {
        DataFolderArgument.Require(folder, name);
        using Interruption interruption = new(terminal, "stopping");
        VerifiedData found = terminal.Watch(json, view =>
        {
            view.Show(0, $"opening {name}");
            DataOptions recipe = new() { Name = name, Folder = folder };
            ImageData data = DataSets.Open(recipe, new Seed(0));
            double samples = data.Train.Count + data.Test.Count;
            // Samples are read on every core: one report at a time, and one in a hundred will do.
            Lock gate = new();
            DirectProgress<int> progress = new(read =>
            {
                if (read % 100 != 0) return;
                lock (gate) view.Show(read / samples, Figures.Counted(read, "sample"));
            });
            VerifiedData read = DataVerifier.Verify(data, DataSets.FilesOf(recipe).Count, progress, interruption.Token);
            return read with { Checksum = DataSets.CompareChecksum(recipe, interruption.Token) };
        });
        MeasuredData.Tell(terminal, found.Notes);
        foreach (string problem in found.Problems) terminal.Error.WriteLine($"suptickets: {problem}");
        if (found.Checksum is { Agrees: false } other)
        {
            terminal.Error.WriteLine(
                $"suptickets: {other.File} has the MD5 checksum {other.Md5}, published is {other.Published}: it is not the published "
                + "archive");
        }

        if (json) terminal.WriteJson(found);
        else
        {
            terminal.WriteTable([name, ">"],
            [
                ["files", Figures.Count(found.Files)],
                ["classes", Figures.Count(found.Train.Count)],
                ["training samples", Figures.Count(found.Train.Sum())],
                ["fewest and most in a class", $"{Figures.Count(found.Train.Min())}, {Figures.Count(found.Train.Max())}"],
                ["test samples", Figures.Count(found.Test.Sum())],
                ["samples that cannot be read", Figures.Count(found.Problems.Count)],
                ["checksum", Word(found.Checksum)],
            ]);
        }

        return found is { Problems.Count: 0, Checksum: null or { Agrees: true } } ? ExitCode.Done : ExitCode.WrongRequest;
    }

    private static string Word(ComparedChecksum? checksum) => checksum switch
    {
        null => "none is published",
        { Agrees: true } => "as published",
        _ => "not the published one",
    };
}
