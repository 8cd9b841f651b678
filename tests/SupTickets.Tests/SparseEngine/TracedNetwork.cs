using SupTickets.Kernels.Convolution;
using SupTickets.Networks;
using SupTickets.SparseEngine;
using SupTickets.Values;
using static TorchSharp.torch;
using BlockedProgram = SupTickets.SparseEngine.Program;

namespace SupTickets.Tests.SparseEngine;

/// <summary>A network's program with memory that a test can look into, and whichever layers dense that the test wants.</summary>
internal sealed class TracedNetwork : IDisposable
{
    private readonly SparseNetwork network;
    private readonly ImageShape input;
    private readonly HashSet<nn.Module> dense = [];
    private readonly Dictionary<(int Samples, bool ImagesNeedGradient), BlockedProgram> programs = [];

    public TracedNetwork(SparseNetwork network, ImageShape input, int threads = 1)
    {
        (this.network, this.input) = (network, input);
        Resources = new(threads);
    }

    public Resources Resources { get; }

    /// <summary>Chooses what the backward pass computes once more; null: what the program chooses.</summary>
    public Func<OperationGraph, IReadOnlyList<bool>>? Repetition { get; init; }

    /// <summary>Scores with gradients.</summary>
    public Tensor Forward(Tensor images) => ProgramFunction.Apply(ProgramFor(images), images, [.. network.Module.parameters()]);

    /// <summary>Scores without.</summary>
    public Tensor Infer(Tensor images)
    {
        using var quiet = no_grad();
        return ProgramFor(images).Infer(images);
    }

    /// <summary>Leaves a layer to libtorch; before the first pass.</summary>
    public TracedNetwork WithDense(params IEnumerable<SparseLayer> layers)
    {
        foreach (SparseLayer layer in layers) dense.Add(layer.Module);
        return this;
    }

    public void Dispose() => Resources.Dispose();

    private BlockedProgram ProgramFor(Tensor images)
    {
        (int Samples, bool ImagesNeedGradient) kind = ((int)images.shape[0], images.requires_grad);
        if (!programs.TryGetValue(kind, out BlockedProgram? program))
        {
            program = GraphBuilder.Trace(
                network.Module, Resources, kind.Samples, input, kind.ImagesNeedGradient,
                layer => dense.Contains(layer) ? null : default(ConvolutionKernels));
            if (Repetition is not null) program = new(Resources, program.Graph, Repetition);
            programs.Add(kind, program);
        }

        return program;
    }
}
