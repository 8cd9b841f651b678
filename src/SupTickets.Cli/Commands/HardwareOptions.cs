using System.CommandLine;
using System.Globalization;
using SupTickets.Experiments;
using SupTickets.Values;

namespace SupTickets.Cli.Commands;

/// <summary>The options of every command that computes: the number of threads and the device.</summary>
internal sealed class HardwareOptions
{
    /// <summary>The options' names.</summary>
    public const string ThreadsName = "--threads", DeviceOptionName = "--device";

    /// <summary>The help on what the number of threads means for the result.</summary>
    public const string ThreadsText =
        "Threads for tensor operations; 0 takes every core. On the sparse engine their number changes no bit of the result; "
        + "layers that libtorch computes may differ in the last bits";

    private const int MostThreads = 1024;

    private readonly Option<int?> threads;
    private readonly Option<string?> device;

    private HardwareOptions(Option<int?> threads, Option<string?> device) => (this.threads, this.device) = (threads, device);

    /// <summary>For a run or a ticket whose recipe names both.</summary>
    public static HardwareOptions InsteadOfRecipe() => new(
        Threads($"{ThreadsText}. By default as recorded for a run, every core for a measurement"),
        Device("cpu, cuda or cuda:N; by default as recorded for a run, cpu for a measurement"));

    /// <summary>For a benchmark, which has no recipe.</summary>
    public static HardwareOptions OfBenchmark() =>
        new(Threads("Threads for tensor operations; 0, the default, takes every core"), Device("cpu (the default), cuda or cuda:N"));

    /// <summary>A device as an option.</summary>
    public static Option<string?> Device(string description) => new(DeviceOptionName)
    {
        Description = description,
        HelpName = "NAME",
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (!DeviceName.IsOne(text)) result.AddError($"{DeviceOptionName}: got {text}; allowed: {DeviceName.Allowed}");
            return text;
        },
    };

    /// <summary>Adds both options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(threads);
        command.Add(device);
    }

    /// <summary>The values of the options.</summary>
    /// <exception cref="RequestException">This machine does not have the device.</exception>
    public Hardware Of(ParseResult request)
    {
        string? name = request.GetValue(device);
        Require(name);
        int? number = request.GetValue(threads);
        return new() { Threads = number == 0 ? Environment.ProcessorCount : number, Device = name };
    }

    /// <summary>The values of the options, for a command that only uses kernels of the CPU.</summary>
    /// <exception cref="RequestException">Another device was asked for.</exception>
    public Hardware OnCpu(ParseResult request) => request.GetValue(device) is { } name and not DeviceName.Cpu
        ? throw new RequestException(
            $"{DeviceOptionName}: got {name}; allowed: cpu, since the sparse engine's kernels, which are measured here, run there alone")
        : Of(request);

    /// <summary>Requires a device that this machine has.</summary>
    /// <exception cref="RequestException">It does not have it.</exception>
    public static void Require(string? device)
    {
        if (device is null or DeviceName.Cpu) return;
        TorchLibrary.Load();
        if (Hardware.AllowedInsteadOf(device) is { } allowed)
            throw new RequestException($"{DeviceOptionName}: got {device}; allowed: {allowed}");
    }

    private static Option<int?> Threads(string description) => new(ThreadsName)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= MostThreads) return number;
            result.AddError($"{ThreadsName}: got {text}; allowed: a whole number from 0 to {MostThreads}");
            return null;
        },
    };
}
