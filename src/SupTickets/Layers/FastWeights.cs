using SupTickets.Topology;
using SupTickets.Values;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SupTickets.Layers;

/// <summary>
/// The vectors by which the members of a BatchEnsemble (Wen et al., 2020, Eq. 1) differ in a layer. Member i has the weight
/// W∘(sᵢrᵢᵀ). A batch holds the samples of all members, member after member, and is computed as ((x∘rᵢ)W)∘sᵢ. Named <c>r</c>,
/// [M, inputs], and <c>s</c>, [M, outputs].
/// </summary>
internal sealed class FastWeights : nn.Module, IParameterGroup
{
    private const string InputsName = "r", OutputsName = "s";

    /// <summary>All vectors are ones: every member is the layer itself.</summary>
    public FastWeights(int members, WeightShape shape)
        : base(nameof(FastWeights))
    {
        using var scope = NewDisposeScope();
        Parameter inputs = new(CountedTensors.Ones(members, shape.Inputs)), outputs = new(CountedTensors.Ones(members, shape.Outputs));
        ConditionallyRegisterParameter(InputsName, inputs);
        ConditionallyRegisterParameter(OutputsName, outputs);
        inputs.DetachFromDisposeScope();
        outputs.DetachFromDisposeScope();
    }

    /// <inheritdoc/>
    public double RateFactor { get; init; } = 1;

    /// <summary>0: the vectors do not decay.</summary>
    public double DecayFactor => 0;

    private Parameter Inputs => get_parameter(InputsName)!;

    private Parameter Outputs => get_parameter(OutputsName)!;

    /// <summary>Draws signs, +1 or −1 with the same probability (the random sign initialisation of Wen et al., 2020).</summary>
    public void Initialize(Seed seed)
    {
        Draw(Inputs, seed.For(InputsName).Stream());
        Draw(Outputs, seed.For(OutputsName).Stream());
    }

    /// <summary>x∘rᵢ. [M·N, inputs, …] → the same.</summary>
    public Tensor BeforeWeight(Tensor input) => Scaled(input, Inputs);

    /// <summary>y∘sᵢ. [M·N, outputs, …] → the same.</summary>
    public Tensor AfterWeight(Tensor output) => Scaled(output, Outputs);

    // Multiplies each member's part of the batch by that member's factors.
    private static Tensor Scaled(Tensor values, Parameter factors)
    {
        long members = factors.shape[0];
        long[] sizes = values.shape;
        if (sizes[0] % members != 0)
            throw new ArgumentException($"{sizes[0]} samples are no batch of {members} members, one after the other", nameof(values));
        long[] spread = [members, 1, sizes[1], .. sizes[2..].Select(_ => 1L)];
        return values.reshape([members, sizes[0] / members, .. sizes[1..]]).mul(factors.view(spread)).view(sizes);
    }

    private static void Draw(Parameter parameter, RandomStream random)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        float[] signs = new float[parameter.numel()];
        foreach (ref float sign in signs.AsSpan()) sign = random.NextBool() ? 1 : -1;
        parameter.copy_(tensor(signs).view_as(parameter));
    }
}
