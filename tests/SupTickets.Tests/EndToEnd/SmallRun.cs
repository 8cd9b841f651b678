using System.Diagnostics;
using System.Security.Cryptography;
using SupTickets.Cli;
using SupTickets.Experiments;
using SupTickets.Experiments.Recipes;
using SupTickets.Tests.Contracts;

namespace SupTickets.Tests.EndToEnd;

/// <summary>A run of seconds, in this process or in one of its own: 12 steps of normal phase and two cycles of 6.</summary>
internal static class SmallRun
{
    public static Recipe Recipe(string method, string engine = "dense") => MethodRun.With(method) with
    {
        Name = "small",
        Engine = engine,
        Model = new() { Name = "resnet20", Width = 0.25 },
        Checkpoint = new() { EveryMinutes = 0, EverySteps = 1 },
        Evaluation = new() { Batch = 12, EveryEpochs = 1 },
        Log = new() { EverySteps = 1 },
    };

    /// <summary>Runs to the end in this process.</summary>
    public static string Train(string method, string folder, string engine = "dense")
    {
        Experiment.Train(Recipe(method, engine), folder, [], CancellationToken.None);
        return folder;
    }

    /// <summary>The tool in a process of its own.</summary>
    public static Process Start(params string[] arguments) => Start(new Dictionary<string, string>(), arguments);

    /// <summary>The same with environment variables of its own.</summary>
    public static Process Start(IReadOnlyDictionary<string, string> variables, params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", [typeof(CommandLine).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in variables) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>Every file of a folder, and the checksum of what is in it.</summary>
    public static IReadOnlyDictionary<string, string> Contents(string folder) => Directory
        .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .ToDictionary(file => Path.GetRelativePath(folder, file), file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file))));
}
