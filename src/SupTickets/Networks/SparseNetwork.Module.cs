using SupTickets.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SupTickets.Networks;

/// <content>
/// What a module of TorchSharp is asked: names, mode, device. All of it is that of the module within; the network adds no level to names,
/// as tickets have none.
/// </content>
public sealed partial class SparseNetwork
{
    private bool ownsModule = true;
    private bool isDisposed;

    /// <inheritdoc/>
    public override bool training => module.training;

    /// <summary>Switches batch norm to the statistics of each batch, or to running statistics.</summary>
    public override void train(bool train = true) => module.train(train);

    /// <summary>Calls <paramref name="fn"/> with every module within, the outermost last but this one.</summary>
    public override nn.Module apply(Action<nn.Module> fn)
    {
        module.apply(fn);
        fn(this);
        return this;
    }

    /// <inheritdoc/>
    public override IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true) =>
        isDisposed ? [] : module.named_parameters(recurse);

    /// <inheritdoc/>
    public override IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true, bool include_nonpersistent = true) =>
        isDisposed ? [] : module.named_buffers(recurse, include_nonpersistent);

    /// <inheritdoc/>
    public override IEnumerable<(string name, nn.Module module)> named_children() => isDisposed ? [] : module.named_children();

    /// <inheritdoc/>
    public override IEnumerable<(string name, nn.Module module)> named_modules() => isDisposed ? [] : module.named_modules();

    /// <inheritdoc/>
    public override bool has_parameter(string target) => module.has_parameter(target);

    /// <inheritdoc/>
    public override bool has_buffer(string target) => module.has_buffer(target);

    /// <inheritdoc/>
    public override Parameter? get_parameter(string target) => module.get_parameter(target);

    /// <inheritdoc/>
    public override Tensor? get_buffer(string target) => module.get_buffer(target);

    /// <summary>
    /// Every parameter and buffer by name. A sparse weight is its values alone, [connections], without their positions:
    /// <c>TicketFile</c> and <see cref="Snapshot"/> keep both.
    /// </summary>
    public override Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null, string? prefix = null) =>
        module.state_dict(destination, prefix);

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">
    /// A layer is not fully connected: values without positions would land at connections of others.
    /// </exception>
    public override (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(
        Dictionary<string, Tensor> source, bool strict = true, IList<string>? skip = null)
    {
        RequireFull();
        var result = base.load_state_dict(source, strict, skip);
        foreach (SparseLayer layer in Layers.Where(layer => source.ContainsKey(layer.WeightName))) layer.Module.TellInitialized();
        return result;
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">As <see cref="load_state_dict"/>.</exception>
    public override nn.Module load(
        BinaryReader reader, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
    {
        RequireFull();
        loadedParameters ??= [];
        base.load(reader, strict, skip, loadedParameters);
        foreach (SparseLayer layer in Layers.Where(layer => loadedParameters.GetValueOrDefault(layer.WeightName)))
            layer.Module.TellInitialized();
        return this;
    }

    /// <inheritdoc/>
    protected override nn.Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking)
    {
        module.to(deviceType, deviceIndex, non_blocking: non_blocking);
        return At(deviceType, deviceIndex);
    }

    /// <inheritdoc/>
    protected override nn.Module _to(Device device, ScalarType dtype, bool non_blocking)
    {
        SparseLayerModule.RequireFloat32(dtype);
        module.to(device, dtype, non_blocking: non_blocking);
        return At(device.type, device.index);
    }

    /// <inheritdoc/>
    protected override nn.Module _to(ScalarType dtype, bool non_blocking)
    {
        // Before anything is converted: the layers would refuse it half-way.
        SparseLayerModule.RequireFloat32(dtype);
        module.to(dtype, non_blocking: non_blocking);
        return this;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !isDisposed)
        {
            foreach (SparseLayer layer in Layers) layer.Module.SetSparseOnly(this, false);
            plain.Dispose();
            programs.Dispose();
            if (ownsModule) module.Dispose();
        }

        // All parameters are the module's, and went with it or stay with it.
        isDisposed = true;
        base.Dispose(disposing);
    }

    /// <summary>Disposes the network's own resources and leaves the module to its owner, for a constructor that fails.</summary>
    internal void LetGo()
    {
        ownsModule = false;
        Dispose();
    }

    // TorchSharp asks these where the network lies, to bring it back there.
    private SparseNetwork At(DeviceType type, int index)
    {
        (_deviceType, _deviceIndex) = (type, index);
        return this;
    }

    private void RequireFull()
    {
        if (Layers.FirstOrDefault(layer => !layer.Weight.Connectivity.IsFull) is not { } sparse) return;
        throw new InvalidOperationException(
            $"'{sparse.Name}' is not fully connected, and TorchSharp's files and dictionaries hold values without their positions: use "
            + "TicketFile, or SparseNetwork.Snapshot and Restore");
    }
}
