using SupTickets.Experiments.Recipes;
using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.Experiments;

/// <summary>
/// Threads and device in place of the recipe's: for a run that goes on, or a ticket that is measured, on another machine than planned.
/// </summary>
public sealed record Hardware
{
    /// <summary>The recipe's own; for a measurement the CPU, with libtorch's number of threads.</summary>
    public static Hardware AsRecorded { get; } = new();

    /// <summary>Threads for tensor operations, at least 1; null leaves them as they are.</summary>
    public int? Threads { get; init; }

    /// <summary><c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>; null leaves it as it is.</summary>
    public string? Device { get; init; }

    /// <summary>The devices that this machine allows, if it lacks the named one; else null.</summary>
    /// <param name="device">A device's name.</param>
    public static string? AllowedInsteadOf(string device)
    {
        if (device == DeviceName.Cpu) return null;
        if (!cuda.is_available())
            return "cpu, since no CUDA device can be used here (it needs a CUDA device and a TorchSharp-cuda package)";
        return new Device(device).index < cuda.device_count() ? null : $"cuda:0 to cuda:{cuda.device_count() - 1}";
    }

    /// <summary>The recipe with these settings in place of its own.</summary>
    internal Recipe In(Recipe recipe) => recipe with { Threads = Threads ?? recipe.Threads, Device = Device ?? recipe.Device };

    /// <summary>The device called <paramref name="name"/>.</summary>
    /// <exception cref="SettingException">This machine does not have it.</exception>
    internal static Device Open(string name) => AllowedInsteadOf(name) is { } allowed
        ? throw new SettingException([new("device", $"\"{name}\"", allowed)])
        : name == DeviceName.Cpu ? CPU : new(name);
}
