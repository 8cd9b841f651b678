using SupTickets.Allocation;
using SupTickets.Experiments.Models;
using SupTickets.Layers;
using SupTickets.Methods;
using SupTickets.Networks;
using SupTickets.Topology;
using SupTickets.Values;
using static TorchSharp.torch;
using BatchNorm = SupTickets.Layers.BatchNorm;
using Parameter = TorchSharp.Modules.Parameter;

namespace SupTickets.Tests.SparseEngine;

/// <summary>
/// The same sparse network twice, once for each engine, and the state that both start from. The dense one computes in Float64.
/// </summary>
internal sealed class EnginePair : IDisposable
{
    public const int Classes = 7;

    private EnginePair(SparseNetwork dense, SparseNetwork sparse)
    {
        (Dense, Sparse) = (dense, sparse);
        Dense.Engine = Engine.Dense;
        Sparse.Engine = Engine.Sparse;
        State = Dense.Snapshot();
    }

    public SparseNetwork Dense { get; }

    public SparseNetwork Sparse { get; }

    public NetworkState State { get; private set; }

    public static EnginePair Of(string model, ImageShape input, double width, double sparsity) =>
        Of(() => ModelTable.Create(model, Classes, input, width), sparsity);

    /// <summary>
    /// Any module, its connections shared out by ERK: at high sparsity a narrow first layer would otherwise lose whole channels.
    /// </summary>
    public static EnginePair Of(Func<nn.Module<Tensor, Tensor>> create, double sparsity)
    {
        SparseNetwork dense = new(create()), sparse = new(create());
        dense.Initialize(new(1));
        Vary(dense, new Seed(2).Stream());
        new AllocatedTopology(Allocations.All["erk"], ConnectionDraw.Exact).Apply(dense, Density.FromSparsity(sparsity), null!, new(3));
        sparse.Restore(dense.Snapshot());
        return new(dense, sparse);
    }

    /// <summary>
    /// The scores that both must come to: the dense engine in Float64, since libtorch's Float32 is no measure everywhere. Parameters,
    /// gradients and running statistics stay Float32.
    /// </summary>
    public Tensor Expected(Tensor images) => Dense.call(images.to(float64));

    /// <summary>All that a pass should give.</summary>
    public StepRecord ExpectedStep(Tensor images) => StepRecord.Of(Dense, Expected, images, Labels((int)images.shape[0]));

    /// <summary>Normally distributed images.</summary>
    public static Tensor Images(int count, ImageShape shape, ulong seed)
    {
        RandomStream random = new Seed(seed).Stream();
        float[] pixels = [.. Enumerable.Range(0, count * shape.Length).Select(_ => (float)random.NextNormal())];
        return tensor(pixels, count, shape.Channels, shape.Height, shape.Width);
    }

    public static Tensor Labels(int count) => tensor([.. Enumerable.Range(0, count).Select(i => (long)(i % Classes))]);

    /// <summary>
    /// Computes with running statistics from now on, which are those of some images, so that activations have their usual size.
    /// </summary>
    public void Evaluate(ImageShape input)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        BatchNorm[] norms = [.. Dense.BatchNorms];
        foreach (BatchNorm norm in norms) norm.Momentum = 1;
        Dense.call(Images(128, input, seed: 4));
        foreach (BatchNorm norm in norms) norm.Momentum = 0.1;
        StartFrom(Dense.Snapshot());
        Dense.eval();
        Sparse.eval();
    }

    /// <summary>Both take a state over, and begin with it from now on.</summary>
    public void StartFrom(NetworkState state)
    {
        State = state;
        Dense.Restore(state);
        Sparse.Restore(state);
    }

    /// <summary>
    /// The first of some batches of images for which no gate of the dense engine is so close to its edge that rounding may move it across.
    /// </summary>
    public Tensor ImagesOffTheEdges(int count, ImageShape input, ulong seed = 10)
    {
        for (ulong attempt = 0; attempt < 100; attempt++)
        {
            using var scope = NewDisposeScope();
            Tensor images = Images(count, input, 1000 * seed + attempt);
            double nearest = NearestEdge.Of(Dense, images);
            Dense.Restore(State);
            if (nearest >= 1e-6) return images.MoveToOuterDisposeScope();
        }

        throw new InvalidOperationException("in each of 100 batches some gate is on its edge");
    }

    public void Dispose()
    {
        Dense.Dispose();
        Sparse.Dispose();
    }

    // γ = 1 and β = 0 throughout would hide what is mixed up.
    private static void Vary(SparseNetwork network, RandomStream random)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        foreach (Parameter parameter in network.BatchNorms.SelectMany(norm => new[] { norm.Gamma, norm.Beta }))
        {
            float[] shift = [.. Enumerable.Range(0, (int)parameter.numel()).Select(_ => (float)random.NextDouble(-0.2, 0.2))];
            parameter.add_(tensor(shift), Scalars.One);
        }
    }
}
