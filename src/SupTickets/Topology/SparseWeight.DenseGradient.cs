using static TorchSharp.torch;

namespace SupTickets.Topology;

/// <content>Gradients at every position, connected or not, where growth asks for them.</content>
public sealed partial class SparseWeight
{
    private readonly DenseGradientCapture capture = new();
    private readonly DenseMomentum momentum = new();

    /// <summary>Whether the next forward pass captures <see cref="DenseGradient"/>.</summary>
    public bool CapturesDenseGradient => capture.IsOn;

    /// <summary>
    /// The dense gradient ∂L/∂W, flat [positions], of the last backward pass since <see cref="CaptureDenseGradient"/>. Only here do absent
    /// positions have a gradient. It survives rewiring, so that pruning, growth and exploration after one step all use the same mini-batch.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// No backward pass with capture has run, or only the steepest gradients were kept, as growth by gradients alone needs them.
    /// </exception>
    public Tensor DenseGradient => TakeDenseGradient() ?? throw new MissingGradientException(
        "no dense gradient: call CaptureDenseGradient before the forward pass, and backward after it", everyStep: false);

    /// <summary>The steepest gradients, where <see cref="CaptureSteepestGradients"/> asked and they were all; else null.</summary>
    internal SteepestGradients? SteepestGradients => capture.Steepest;

    /// <summary>Exponentially weighted sum of dense gradients, flat [positions], where momentum growth asked for it; else null.</summary>
    public Tensor? DenseMomentum => momentum.Sum;

    /// <summary>
    /// Captures the dense gradient of the passes until <see cref="ReleaseDenseGradient"/>, starting from none. A weight used several times
    /// in a pass gets the sum of its uses.
    /// </summary>
    public void CaptureDenseGradient() => capture.Start(onlySteepest: false);

    /// <summary>
    /// As <see cref="CaptureDenseGradient"/>, where nobody reads <see cref="DenseGradient"/>: only <see cref="SteepestGradients"/> are kept
    /// if the sparse engine computes the gradient and <see cref="CloseUses"/> is called between forward and backward pass.
    /// </summary>
    internal void CaptureSteepestGradients() => capture.Start(onlySteepest: true);

    /// <summary>The sparse engine has used the weight in a forward pass, and will add the gradient of that use.</summary>
    internal void ExpectDenseGradient() => capture.Expect();

    /// <summary>All forward passes before the next backward pass have run.</summary>
    internal void CloseUses() => capture.Close();

    /// <summary>
    /// Adds the gradient of one use of the weight, [positions], to the dense gradient. The tensor belongs to the weight from now on.
    /// </summary>
    internal void AddDenseGradient(Tensor gradient) => capture.Add(gradient, Connectivity);

    /// <summary>Forgets the dense gradient and stops asking for it.</summary>
    public void ReleaseDenseGradient() => capture.Stop();

    /// <summary><see cref="DenseGradient"/> on the host, [positions].</summary>
    /// <exception cref="InvalidOperationException">No backward pass with capture has run.</exception>
    public float[] DenseGradientOnHost()
    {
        using var scope = NewDisposeScope();
        return DenseGradient.detach().cpu().view(-1).data<float>().ToArray();
    }

    /// <summary>
    /// Adds the captured dense gradient to <see cref="DenseMomentum"/>, which first shrinks by <paramref name="momentum"/>.
    /// </summary>
    public void AccumulateDenseMomentum(double momentum) => this.momentum.Add(DenseGradient, momentum, Shape.Positions, Device);

    /// <summary><see cref="DenseMomentum"/> on the host, [positions]; empty where there is none.</summary>
    public float[] DenseMomentumOnHost() => momentum.OnHost();

    /// <summary>Restores <see cref="DenseMomentum"/> from a checkpoint.</summary>
    public void RestoreDenseMomentum(ReadOnlyMemory<float> values)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, Shape.Positions);
        momentum.Restore(values, Device);
    }

    /// <summary>Forgets <see cref="DenseMomentum"/>: it is null as before the first dense gradient.</summary>
    public void ForgetDenseMomentum() => momentum.Forget();

    // The gradient of a fully connected weight is that of its values.
    private Tensor? TakeDenseGradient() => capture.Take(Connectivity.IsFull ? Values : null);
}
