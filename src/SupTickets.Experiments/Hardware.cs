using SupTickets.Experiments.Recipes;
using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.Experiments;

/// <summary>
/// What computes, where that is not what a recipe says: a run goes on, or a ticket is measured, on another machine than it was planned for.
/// </summary>
public sealed record Hardware
{
    /// <summary>What the recipe says, and for a measurement the CPU with libtorch's number of threads.</summary>
    public static Hardware AsRecorded { get; } = new();

    /// <summary>Threads for tensor operations, at least 1; null leaves them as they are.</summary>
    public int? Threads { get; init; }

    /// <summary><c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>; null leaves it as it is.</summary>
    public string? Device { get; init; }

    /// <summary>What this machine allows instead of a device that it does not have; null where it has it.</summary>
    /// <param name="device">A device's name.</param>
    public static string? AllowedInsteadOf(string device)
    {
        if (device == DeviceName.Cpu) return null;
        if (!cuda.is_available())
            return "cpu, since no CUDA device can be used here (it needs a CUDA device and a TorchSharp-cuda package)";
        return new Device(device).index < cuda.device_count() ? null : $"cuda:0 to cuda:{cuda.device_count() - 1}";
    }

    /// <summary>The recipe with these instead of its own.</summary>
    internal Recipe In(Recipe recipe) => recipe with { Threads = Threads ?? recipe.Threads, Device = Device ?? recipe.Device };

    /// <summary>The device called <paramref name="name"/>.</summary>
    /// <exception cref="SettingException">This machine does not have it.</exception>
    internal static Device Open(string name) => AllowedInsteadOf(name) is { } allowed
        ? throw new SettingException([new("device", $"\"{name}\"", allowed)])
        : name == DeviceName.Cpu ? CPU : new(name);
}
