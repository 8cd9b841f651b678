using SupTickets.Kernels.Convolution;
using SupTickets.Layers;
using SupTickets.SparseEngine;
using SupTickets.Topology;
using SupTickets.Values;
using TorchSharp;
using static TorchSharp.torch;

namespace SupTickets.Networks;

/// <summary>The programs of a network, one for each shape of batch, and the choice of engines that each was written for.</summary>
internal sealed class ProgramCache : IDisposable
{
    // Training and evaluation batches, and the last, smaller batch of either. More at a time are unusual.
    private const int Most = 8;

    private readonly Dictionary<BatchKind, Entry> entries = [];
    private readonly Dictionary<ImageShape, IReadOnlyList<LayerUse>> uses = [];
    private readonly Dictionary<(ImageShape Image, Modes Modes), string?> refusals = [];
    private Resources? resources;
    private KernelClock? clock;
    private bool isDisposed;

    /// <summary>Adds up the time of the kernels of all programs from now on; null measures nothing.</summary>
    public KernelClock? Clock
    {
        set
        {
            clock = value;
            if (resources is not null) resources.Clock = value;
        }
    }

    /// <summary>The program for such batches; null where the network computes densely.</summary>
    public Program? For(SparseNetwork network, BatchKind batch)
    {
        Entry entry = Current(network, batch);
        if (entry.Choice.Network == Engine.Dense) return null;
        if (resources is null || resources.Scratch.Threads != get_num_threads())
        {
            // A program keeps the memory that it was made with, and a pass that is still open keeps both.
            foreach (Entry held in entries.Values) held.Program = null;
            resources?.Dispose();
            resources = new(get_num_threads()) { Clock = clock };
        }

        return entry.Program ??= Trace(network, entry.Choice, batch, resources);
    }

    /// <summary>Bytes of memory that are kept for the next pass.</summary>
    public long HeldBytes => resources?.Bytes ?? 0;

    /// <summary>Frees all memory but that of passes still open; the next pass takes it anew.</summary>
    public void ReleaseMemory() => resources?.ReleaseUnused();

    /// <summary>How the network computes such batches.</summary>
    public EngineChoice Choose(SparseNetwork network, BatchKind batch) => Current(network, batch).Choice;

    /// <inheritdoc/>
    public void Dispose()
    {
        isDisposed = true;
        resources?.Dispose();
    }

    private static Program Trace(SparseNetwork network, EngineChoice choice, BatchKind batch, Resources resources)
    {
        Dictionary<nn.Module, ConvolutionKernels> ours = network.Layers.Zip(choice.Layers)
            .Where(pair => pair.Second.Engine == Engine.Sparse)
            .ToDictionary(nn.Module (pair) => pair.First.Module, pair => pair.Second.Kernels.ToKernels());
        return GraphBuilder.Trace(
            network.Module, resources, batch.Samples, batch.Image, batch.ImagesNeedGradient,
            layer => ours.TryGetValue(layer, out ConvolutionKernels kernels) ? kernels : null);
    }

    // Choices follow from the connections, which change seldom and are compared by reference.
    private Entry Current(SparseNetwork network, BatchKind batch)
    {
        ObjectDisposedException.ThrowIf(isDisposed, network);
        bool known = entries.TryGetValue(batch, out Entry? entry);
        if (known && entry!.IsFor(network)) return entry;
        EngineChoice choice = Decide(network, batch);
        if (known && Engines.Same(entry!.Choice, choice))
        {
            entry.Update(network, choice);
            return entry;
        }

        if (entries.Count >= Most) entries.Clear();
        return entries[batch] = new(network, choice);
    }

    private EngineChoice Decide(SparseNetwork network, BatchKind batch)
    {
        IReadOnlyList<LayerUse> uses = UsesOf(network, batch.Image);
        string? obstacle = network.Engine == Engine.Dense ? null : Obstacle(network, batch);
        int samples = network.EngineBatchSize ?? batch.Samples;
        if (obstacle is null) return EngineChoice.Of(network, uses, network.Engine, samples, network.Costs);
        if (network.Engine == Engine.Sparse) throw new NotSupportedException(obstacle);
        return EngineChoice.Of(network, uses, Engine.Dense, samples, network.Costs) with { Obstacle = obstacle };
    }

    private string? Obstacle(SparseNetwork network, BatchKind batch) => network.Device.type == TorchSharp.DeviceType.CPU
        ? Refusal(network, batch)
        : $"the sparse engine computes on the CPU, not on {network.Device}";

    // Measured again for each size of image, so that a choice does not depend on what the network saw before.
    private IReadOnlyList<LayerUse> UsesOf(SparseNetwork network, ImageShape image)
    {
        if (uses.TryGetValue(image, out IReadOnlyList<LayerUse>? known)) return known;
        if (uses.Count >= Most) uses.Clear();
        return uses[image] = network.Uses(image);
    }

    // Why the sparse engine cannot compute the network, or null. Costs one trace of a single sample.
    private string? Refusal(SparseNetwork network, BatchKind batch)
    {
        if (refusals.TryGetValue((batch.Image, batch.Modes), out string? known)) return known;
        string? refusal = null;
        try
        {
            using Resources trial = new(threads: 1);
            GraphBuilder.Trace(network.Module, trial, samples: 1, batch.Image, batch.ImagesNeedGradient, _ => default(ConvolutionKernels));
        }
        // During a trace TorchSharp's own layers refuse the placeholder for images by an ArgumentException. That images of this shape fit
        // was checked by UsesOf.
        catch (Exception caught)
            when (caught is NotSupportedException or System.Runtime.InteropServices.ExternalException or ArgumentException)
        {
            refusal = caught is NotSupportedException ? caught.Message : NotTraceableException.Explanation;
        }

        if (refusals.Count >= Most) refusals.Clear();
        return refusals[(batch.Image, batch.Modes)] = refusal;
    }

    private sealed class Entry(SparseNetwork network, EngineChoice choice)
    {
        private Connectivity[] topology = Topology(network);
        private Engine wanted = network.Engine;
        private (EngineCosts Costs, int? Samples, bool Captures, DeviceType Device) by = By(network);

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

        private static (EngineCosts Costs, int? Samples, bool Captures, DeviceType Device) By(SparseNetwork network) =>
            (network.Costs, network.EngineBatchSize, network.CapturesEveryStep, network.Device.type);

        private static Connectivity[] Topology(SparseNetwork network) => [.. network.Layers.Select(layer => layer.Weight.Connectivity)];
    }
}
