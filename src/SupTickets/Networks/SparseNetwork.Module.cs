using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SupTickets.Networks;

/// <content>
/// What a module of TorchSharp is asked: names, mode, device. All of it is that of the module within; the network adds no level to names,
/// as tickets have none. TorchSharp's own code enumerates parameters, buffers and children through these methods alone.
/// </content>
public sealed partial class SparseNetwork
{
    private bool ownsModule = true;

    /// <inheritdoc/>
    public override bool training => module.training;

    /// <summary>Switches batch norm to the statistics of each batch, or to running statistics.</summary>
    public override void train(bool train = true) => module.train(train);

    /// <inheritdoc/>
    public override IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true) =>
        module.named_parameters(recurse);

    /// <inheritdoc/>
    public override IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true, bool include_nonpersistent = true) =>
        module.named_buffers(recurse, include_nonpersistent);

    /// <inheritdoc/>
    public override IEnumerable<(string name, nn.Module module)> named_children() => module.named_children();

    /// <inheritdoc/>
    public override IEnumerable<(string name, nn.Module module)> named_modules() => module.named_modules();

    /// <inheritdoc/>
    public override Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null, string? prefix = null) =>
        module.state_dict(destination, prefix);

    /// <inheritdoc/>
    protected override void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
    {
        if (dtype is { } type) module.to(type);
        if (device is not null) module.to(device);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            plain.Dispose();
            programs.Dispose();
            if (ownsModule) module.Dispose();
        }

        // All parameters are the module's, and went with it or stay with it.
        base.Dispose(disposing: false);
    }

    /// <summary>Disposes the network's own resources and leaves the module to its owner, for a constructor that fails.</summary>
    internal void LetGo()
    {
        ownsModule = false;
        Dispose();
    }
}
