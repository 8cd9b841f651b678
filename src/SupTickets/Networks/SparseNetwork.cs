using SupTickets.Layers;
using SupTickets.LibTorch;
using SupTickets.SparseEngine;
using SupTickets.Values;
using TorchSharp.Modules;
using static TorchSharp.torch;
using BatchNorm = SupTickets.Layers.BatchNorm;

namespace SupTickets.Networks;

/// <summary>
/// A network for sparse training: the sparse layers of a module by name and, apart from them, its dense parameters and buffers. Any
/// TorchSharp module built from our layers will do. [N, C, H, W] → [N, classes] scores.
/// </summary>
public sealed partial class SparseNetwork : nn.Module<Tensor, Tensor>
{
    private readonly nn.Module<Tensor, Tensor> module;
    private readonly nn.Module[] everything;
    private readonly ProgramCache programs = new();
    private readonly PlainConvolutions plain;

    /// <summary>
    /// The network of <paramref name="module"/>, which it owns from now on; the layers named in <paramref name="keepDense"/> are
    /// left out of the budget and stay fully connected.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// There is no sparse layer in it, or none of a name in <paramref name="keepDense"/>; a parameter or buffer is of a type that no ticket
    /// can hold, such as complex numbers; or something beside a sparse layer holds its weight, which every change of the topology replaces.
    /// </exception>
    public SparseNetwork(nn.Module<Tensor, Tensor> module, params IReadOnlyList<string> keepDense)
        : base(nameof(SparseNetwork))
    {
        LibTorchSafety.Prepare();
        this.module = module;
        everything = [.. ModuleTree.Walk(string.Empty, module).Select(child => child.Module)];
        Layers =
        [
            .. Modules().Where(child => child.Module is SparseLayerModule)
                .Select(child => new SparseLayer(child.Name, (SparseLayerModule)child.Module, keepDense.Contains(child.Name))),
        ];
        Sparsifiable = [.. Layers.Where(layer => !layer.StaysDense)];
        foreach ((string name, nn.Module norm) in Modules().Where(child => child.Module is BatchNorm)) ((BatchNorm)norm).Place = name;
        if (Layers.Count == 0)
            throw new ArgumentException(
                "the network has no sparse layer: build it from SparseConv2d and SparseLinear, or convert it with Sparsify",
                nameof(module));
        foreach ((string name, Tensor tensor) in DenseTensors()) StateTensors.Require(name, tensor);
        SharedTensors.RequireOwned(Layers, Modules());
        foreach (string name in keepDense.Except(Layers.Select(layer => layer.Name)))
            throw new UnknownNameException("layer to keep dense", name, Layers.Select(layer => layer.Name));
        plain = new(Modules().Select(child => child.Module));
    }

    /// <summary>The layers with a sparse weight, in network order, those that stay dense included.</summary>
    public IReadOnlyList<SparseLayer> Layers { get; }

    /// <summary>The layers that share the budget, in network order.</summary>
    public IReadOnlyList<SparseLayer> Sparsifiable { get; }

    /// <summary>The module itself. Called directly, it computes densely, or refuses to where <see cref="Engine"/> is sparse.</summary>
    internal nn.Module<Tensor, Tensor> Module => module;

    /// <summary>How many heads the module says it has (<see cref="IMultiHead"/>); 1 where it says nothing.</summary>
    public int Heads => (Root as IMultiHead)?.Heads ?? 1;

    /// <summary>The module; that of the innermost network where it is a network itself.</summary>
    internal nn.Module<Tensor, Tensor> Root => module is SparseNetwork inner ? inner.Root : module;

    /// <summary>The batch norms, in network order.</summary>
    public IEnumerable<BatchNorm> BatchNorms => Modules().Select(child => child.Module).OfType<BatchNorm>();

    /// <summary>Positions of the layers that share the budget, N.</summary>
    public long Positions => Sparsifiable.Sum(layer => (long)layer.Weight.Shape.Positions);

    /// <summary>Connections of the layers that share the budget.</summary>
    public long Connections => Sparsifiable.Sum(layer => (long)layer.Weight.Connectivity.Count);

    /// <summary>Where the parameters live.</summary>
    public Device Device => Layers[0].Weight.Device;

    /// <summary>
    /// Every parameter that is not a sparse weight, by name: biases and batch norm. One that is shared comes once, under the first of its
    /// names.
    /// </summary>
    public IEnumerable<(string Name, Parameter Parameter)> DenseParameters() =>
        SharedTensors.Distinct(
            module.named_parameters().Select(named => (named.name, named.parameter)), Layers.Select(layer => layer.Weight.Values));

    /// <summary>Draws every sparse layer from its own branch of randomness; all are fully connected afterwards.</summary>
    public void Initialize(Seed seed)
    {
        foreach (SparseLayer layer in Layers) layer.Module.Initialize(seed.For(layer.Name));
    }

    /// <summary>Adds up the time of the sparse engine's kernels from now on; null measures nothing.</summary>
    internal KernelClock? Clock
    {
        set => programs.Clock = value;
    }

    /// <summary>As <see cref="Initialize"/>, but only layers that have no values yet.</summary>
    internal void InitializeMissing(Seed seed)
    {
        foreach (SparseLayer layer in Layers.Where(layer => !layer.Module.IsInitialized)) layer.Module.Initialize(seed.For(layer.Name));
    }

    /// <summary>
    /// Passes the shape of one sample through the network, so that every layer knows its uses per sample. Layers compute nothing and need
    /// no values.
    /// </summary>
    public void Measure(ImageShape input)
    {
        foreach ((SparseLayer layer, LayerUse use) in Layers.Zip(Uses(input))) layer.Module.Use = use;
    }

    /// <summary>
    /// The uses of each layer for one sample of shape <paramref name="input"/>, in evaluation mode. What <see cref="Measure"/> has stored
    /// stays as it is.
    /// </summary>
    internal IReadOnlyList<LayerUse> Uses(ImageShape input)
    {
        Measurement measurement = Measured(input);
        return [.. Layers.Select(layer => measurement[layer.Module])];
    }

    /// <summary>
    /// The batch norms that get one value in each channel from a single image of shape <paramref name="input"/>, in network order: they
    /// cannot be trained on it. A batch of two or more images can always be normalised.
    /// </summary>
    internal IReadOnlyList<BatchNorm> NormsOfOneValue(ImageShape input)
    {
        Measurement measurement = Measured(input);
        return [.. BatchNorms.Where(norm => measurement.LeastValues(norm) == 1)];
    }

    private Measurement Measured(ImageShape input)
    {
        Modes before = Modes();
        module.eval();
        try
        {
            return Measurement.Of(module, input, Device);
        }
        finally
        {
            before.Restore();
        }
    }

    /// <summary>
    /// How the network computes; dense by default. With another engine, the module's own code runs once for each shape of batch, mode
    /// (training or evaluation) of its modules, and need of a gradient of the images; the layers that it calls there are computed in that
    /// order from then on. The order may depend on nothing else, such as random numbers or a field. Hooks run only at that one time.
    /// </summary>
    public Engine Engine
    {
        get;
        set
        {
            field = value;
            // Nothing would show that the module, called directly, computes densely.
            foreach (SparseLayer layer in Layers) layer.Module.SetSparseOnly(this, value == Engine.Sparse);
        }
    } = Engine.Dense;

    /// <summary>
    /// The costs by which <see cref="Engine.Auto"/> chooses. At first the committed ones, for libtorch as it computed when the network was
    /// made.
    /// </summary>
    public EngineCosts Costs { get; set; } = EngineCosts.Here;

    /// <summary>
    /// The batch size, at least 1, for which <see cref="Engine.Auto"/> chooses engines. Its choice then serves batches of every size, the
    /// last one of an epoch and those of an evaluation too. With null it chooses for each size separately.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int? EngineBatchSize
    {
        get;
        set
        {
            if (value is < 1) throw new ArgumentOutOfRangeException(nameof(value), value, "engines are decided for at least 1 sample");
            field = value;
        }
    }

    /// <summary>
    /// Whether every training step captures the dense gradients, as momentum growth asks: the sparse engine then computes one more weight
    /// gradient, over all positions, in each layer that shares the budget.
    /// </summary>
    public bool CapturesEveryStep { get; set; }

    /// <summary>[N, C, H, W] → [N, classes] scores.</summary>
    /// <exception cref="NotSupportedException">
    /// The sparse engine is asked for, and the network has parts that it cannot compute, or lies on a device, or these are no images, [N,
    /// C, H, W].
    /// </exception>
    /// <exception cref="ArgumentException">
    /// The network computes with the sparse engine, and the images are not of Float32 on the CPU; or, on either engine, a batch norm in
    /// training has a single value in each channel, which has no variance: nothing was computed.
    /// </exception>
    public override Tensor forward(Tensor images)
    {
        // The network is part of another one that is being traced or measured.
        if (GraphBuilder.Current is not null || Measurement.Current is not null) return module.call(images);
        if (images.shape is [1, var depth, var high, var wide] && BatchNorms.Any(norm => norm.training))
            NormsOfOneValue(new((int)depth, (int)high, (int)wide)).FirstOrDefault(norm => norm.training)?.CheckBatch(1);
        Tensor scores = ProgramFor(images) is { } program ? Compute(program, images) : ComputeDensely(images);
        Passes?.Add(images, scores);
        return scores;
    }

    /// <summary>Records the passes of a step, for the diagnosis of a failure; null records nothing.</summary>
    internal PassRecord? Passes { get; set; }

    /// <summary>The program for such images; null if the module itself computes them, densely.</summary>
    internal Program? ProgramFor(Tensor images)
    {
        Obstacle = null;
        if (Engine == Engine.Dense) return null;
        if (images.shape is not [var samples, var channels, var height, var width])
        {
            Obstacle = $"the sparse engine takes images, [N, C, H, W], not [{string.Join(", ", images.shape)}]";
            return Engine == Engine.Auto ? null : throw new NotSupportedException(Obstacle);
        }

        ImageShape image = new((int)channels, (int)height, (int)width);
        BatchKind batch = new((int)samples, image, Modes(), is_grad_enabled() && images.requires_grad);
        foreach (SparseLayer layer in Layers) layer.Module.RequireValues();
        if (programs.For(this, batch) is not { } program)
        {
            Obstacle = programs.Choose(this, batch).Obstacle;
            return null;
        }

        RequireFloats(images);
        return program;
    }

    /// <summary>Why the sparse engine could not compute the latest pass though <see cref="Engine"/> allowed it; null if it could.</summary>
    public string? Obstacle { get; private set; }

    /// <summary>
    /// How the network will compute mini-batches of <paramref name="samples"/> such images, given its present connections and
    /// <see cref="EngineBatchSize"/>.
    /// </summary>
    /// <exception cref="NotSupportedException">
    /// The sparse engine is asked for, and the network has parts that it cannot compute, or lies on a device.
    /// </exception>
    internal EngineChoice Choose(int samples, ImageShape image) =>
        programs.Choose(this, new(samples, image, Modes(), ImagesNeedGradient: false));

    /// <summary>A snapshot on the host that shares nothing mutable with the network.</summary>
    public NetworkState Snapshot() => NetworkSnapshot.Of(this);

    /// <summary>Takes over a snapshot: connectivity, values and every dense parameter and buffer; optimizer state starts empty.</summary>
    /// <exception cref="ArgumentException">A name or shape differs from the network's.</exception>
    public void Restore(NetworkState state) => NetworkSnapshot.Restore(this, state);

    private Tensor ComputeDensely(Tensor images)
    {
        using DensePass pass = DensePass.Begin();
        return module.call(images);
    }

    private Tensor Compute(Program program, Tensor images)
    {
        using var scope = NewDisposeScope();
        Tensor contiguous = images.contiguous();
        Tensor scores = is_grad_enabled() ? ProgramFunction.Apply(program, contiguous, [.. module.parameters()])
            : program.Infer(contiguous);
        return scores.MoveToOuterDisposeScope();
    }

    // The kernels read memory directly, and only of this kind.
    private static void RequireFloats(Tensor images)
    {
        if (images.dtype != ScalarType.Float32 || images.device_type != TorchSharp.DeviceType.CPU)
            throw new ArgumentException(
                $"the sparse engine takes images of Float32 on the CPU, not of {images.dtype} on {images.device}", nameof(images));
    }

    internal Modes Modes() => new(everything);

    internal IEnumerable<(string Name, nn.Module Module)> Modules() =>
        ModuleTree.Walk(string.Empty, module).DistinctBy(child => child.Module, ReferenceEqualityComparer.Instance);

    /// <summary>Every parameter and buffer beside the sparse weights, by name.</summary>
    internal IEnumerable<(string Name, Tensor Tensor)> DenseTensors() =>
        DenseParameters().Select(named => (named.Name, (Tensor)named.Parameter)).Concat(
            module.named_buffers().Select(named => (named.name, named.buffer)));
}
