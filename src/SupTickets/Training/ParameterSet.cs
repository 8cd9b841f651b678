using SupTickets.Layers;
using SupTickets.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SupTickets.Training;

/// <summary>
/// The trainable parameters of a network with their optimizer state. A sparse weight keeps its own state and moves it when it is rewired;
/// the state of dense parameters is kept here.
/// </summary>
internal sealed class ParameterSet : IDisposable
{
    private readonly SparseNetwork network;
    private readonly (string Name, Parameter Parameter, bool IsNorm, IParameterGroup? Group)[] dense;
    private readonly Dictionary<nn.Module, IParameterGroup> groupOf = new(ReferenceEqualityComparer.Instance);
    private readonly SortedDictionary<string, Tensor> denseState = new(StringComparer.Ordinal);

    /// <summary>Everything trainable in <paramref name="network"/>.</summary>
    public ParameterSet(SparseNetwork network)
    {
        this.network = network;
        HashSet<IntPtr> norms = [
            .. network.BatchNorms.SelectMany(norm => norm.parameters(recurse: false)).Select(parameter => parameter.Handle)];
        Dictionary<IntPtr, IParameterGroup> groups = [];
        // Children come after their parents, so a child's own group replaces its parent's.
        foreach ((_, nn.Module module) in network.Modules().Where(child => child.Module is IParameterGroup))
        {
            foreach (Parameter parameter in module.parameters()) groups[parameter.Handle] = (IParameterGroup)module;
            foreach (nn.Module child in module.modules()) groupOf[child] = (IParameterGroup)module;
        }

        dense =
        [
            .. network.DenseParameters().Select(named => (
                named.Name, named.Parameter, norms.Contains(named.Parameter.Handle), groups.GetValueOrDefault(named.Parameter.Handle))),
        ];
    }

    /// <summary>The network whose parameters they are.</summary>
    internal SparseNetwork Network => network;

    /// <summary>The parameters, sparse weights first, each in network order.</summary>
    public IEnumerable<TrainableParameter> All() =>
        network.Layers
            .Select(layer =>
                Of(layer.WeightName, layer.Weight.Values, layer.Weight.State, isNorm: false, groupOf.GetValueOrDefault(layer.Module)))
            .Concat(dense.Select(named => Of(
                named.Name, named.Parameter, slot => StateOf(named.Name, named.Parameter, slot), named.IsNorm, named.Group)));

    /// <summary>Forgets all gradients.</summary>
    public void ClearGradients()
    {
        foreach (SparseLayer layer in network.Layers) layer.Weight.Values.grad = null;
        foreach ((_, Parameter parameter, _, _) in dense) parameter.grad = null;
    }

    /// <summary>
    /// All optimizer state on the host, as (parameter, slot, values). A parameter on which the loss does not depend never had a gradient
    /// and so has no state. For the names in <paramref name="slots"/> it is given zeros, with which it goes on in the same way.
    /// </summary>
    /// <param name="slots">Names of the state that the optimizer keeps for every parameter.</param>
    public IEnumerable<(string Parameter, string Slot, float[] Values)> Save(params IReadOnlyList<string> slots)
    {
        foreach (TrainableParameter trainable in All())
        {
            foreach (string slot in slots) trainable.State(slot);
        }

        foreach (SparseLayer layer in network.Layers)
        {
            foreach (string slot in layer.Weight.StateNames.Order(StringComparer.Ordinal))
                yield return (layer.WeightName, slot, OnHost(layer.Weight.State(slot)));
        }

        foreach ((string key, Tensor tensor) in denseState)
        {
            string[] parts = key.Split('\n');
            yield return (parts[0], parts[1], OnHost(tensor));
        }
    }

    /// <summary>
    /// Restores what <see cref="Save"/> gave; other state is forgotten. State of sparse weights starts empty when their connections are
    /// restored, so this comes afterwards.
    /// </summary>
    /// <exception cref="InvalidDataException">A parameter is unknown, or the state's length is not the parameter's.</exception>
    public void Restore(IEnumerable<(string Parameter, string Slot, float[] Values)> saved)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        Dispose();
        Dictionary<string, TrainableParameter> byName = All().ToDictionary(trainable => trainable.Name);
        foreach ((string parameter, string slot, float[] values) in saved)
        {
            if (!byName.TryGetValue(parameter, out TrainableParameter? trainable))
                throw new InvalidDataException($"optimizer state for an unknown parameter '{parameter}'");
            Tensor state = trainable.State(slot);
            if (state.numel() != values.Length) throw new InvalidDataException(
                $"optimizer state '{slot}' of '{parameter}' has {values.Length} values, expected {state.numel()}");
            state.copy_(tensor(values).view_as(state));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor tensor in denseState.Values) tensor.Dispose();
        denseState.Clear();
    }

    private static TrainableParameter Of(
        string name, Parameter parameter, Func<string, Tensor> state, bool isNorm, IParameterGroup? group) =>
        new(name, parameter, state, isNorm) { RateFactor = group?.RateFactor ?? 1, DecayFactor = group?.DecayFactor ?? 1 };

    private static float[] OnHost(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.cpu().data<float>().ToArray();
    }

    private Tensor StateOf(string name, Parameter parameter, string slot)
    {
        string key = $"{name}\n{slot}";
        if (!denseState.TryGetValue(key, out Tensor? state))
        {
            state = zeros_like(parameter).detach().DetachFromDisposeScope();
            denseState.Add(key, state);
        }

        return state;
    }
}
