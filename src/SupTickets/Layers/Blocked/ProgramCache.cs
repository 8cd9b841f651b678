using SupTickets.Topology;
using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.Layers.Blocked;

/// <summary>The programs of a network, one for each shape of batch, and the choice of engines that each was written for.</summary>
internal sealed class ProgramCache : IDisposable
{
    // Training and evaluation batches, and the last of either: more at a time are stray.
    private const int Most = 8;

    private readonly Dictionary<(int Samples, ImageShape Image), Entry> entries = [];
    private Resources? resources;
    private string? untraceable;

    /// <summary>The program for such batches; null where the network computes densely.</summary>
    public Program? For(SparseNetwork network, int samples, ImageShape image)
    {
        Entry entry = Current(network, samples, image);
        if (entry.Choice.Network == Engine.Dense) return null;
        if (resources is null || resources.Scratch.Threads != get_num_threads())
        {
            // Programs hold on to the memory they were made with.
            foreach (Entry held in entries.Values) held.Program = null;
            resources?.Dispose();
            resources = new(get_num_threads());
        }

        return entry.Program ??= Trace(network, entry.Choice, samples, image, resources);
    }

    /// <summary>How the network computes such batches.</summary>
    public EngineChoice Choose(SparseNetwork network, int samples, ImageShape image) => Current(network, samples, image).Choice;

    /// <inheritdoc/>
    public void Dispose() => resources?.Dispose();

    private static void RequireCpu(SparseNetwork network)
    {
        if (network.Device.type != TorchSharp.DeviceType.CPU) throw new NotSupportedException($"the sparse engine computes on the CPU, not on {network.Device}");
    }

    private static Program Trace(SparseNetwork network, EngineChoice choice, int samples, ImageShape image, Resources resources)
    {
        foreach ((SparseLayer layer, LayerChoice chosen) in network.Layers.Zip(choice.Layers)) layer.Module.Engine = chosen.Engine;
        return Tracer.Trace(network.Module, Blocks(network), resources, samples, image);
    }

    private static ITraced[] Blocks(SparseNetwork network) => [.. network.Modules().Select(child => child.Module).OfType<ITraced>()];

    // Choices follow from the connections, which change seldom and are compared by reference.
    private Entry Current(SparseNetwork network, int samples, ImageShape image)
    {
        bool known = entries.TryGetValue((samples, image), out Entry? entry);
        if (known && entry!.IsFor(network)) return entry;
        EngineChoice choice = Decide(network, samples, image);
        if (known && Engines.Same(entry!.Choice, choice))
        {
            entry.Update(network, choice);
            return entry;
        }

        if (entries.Count >= Most) entries.Clear();
        return entries[(samples, image)] = new(network, choice);
    }

    private EngineChoice Decide(SparseNetwork network, int samples, ImageShape image)
    {
        if (network.Layers.Any(layer => layer.Module.UsesPerSample == 0)) network.Measure(image);
        Engine wanted = network.Engine;
        if (wanted == Engine.Sparse)
        {
            RequireCpu(network);
            if (!IsTraceable(network, image)) throw new NotSupportedException(untraceable);
        }
        else if (wanted == Engine.Auto && (network.Device.type != TorchSharp.DeviceType.CPU || !IsTraceable(network, image)))
        {
            wanted = Engine.Dense;
        }

        return EngineChoice.Of(network, wanted, network.DecidesFor ?? samples, network.Costs);
    }

    // Costs one trace of a single sample; the answer holds for the network's life.
    private bool IsTraceable(SparseNetwork network, ImageShape image)
    {
        if (untraceable is not null || resources is not null) return untraceable is null;
        try
        {
            using Resources trial = new(threads: 1);
            Tracer.Trace(network.Module, Blocks(network), trial, samples: 1, image);
        }
        catch (Exception refusal) when (refusal is NotSupportedException or System.Runtime.InteropServices.ExternalException)
        {
            untraceable = refusal is NotSupportedException ? refusal.Message : NotTraceableException.Explanation;
        }

        return untraceable is null;
    }

    private sealed class Entry(SparseNetwork network, EngineChoice choice)
    {
        private Connectivity[] topology = Topology(network);
        private Engine wanted = network.Engine;
        private (EngineCosts Costs, int? Samples, bool Captures) by = By(network);

        public EngineChoice Choice { get; private set; } = choice;

        public Program? Program { get; set; }

        public bool IsFor(SparseNetwork current)
        {
            if (wanted != current.Engine || by != By(current)) return false;
            for (int i = 0; i < topology.Length; i++)
            {
                if (!ReferenceEquals(topology[i], current.Layers[i].Weight.Connectivity)) return false;
            }

            return true;
        }

        public void Update(SparseNetwork current, EngineChoice choice) =>
            (topology, wanted, by, Choice) = (Topology(current), current.Engine, By(current), choice);

        private static (EngineCosts Costs, int? Samples, bool Captures) By(SparseNetwork network) => (network.Costs, network.DecidesFor, network.CapturesEveryStep);

        private static Connectivity[] Topology(SparseNetwork network) => [.. network.Layers.Select(layer => layer.Weight.Connectivity)];
    }
}
