namespace SupTickets.Training;

/// <summary>How strongly weights decay, and which of them.</summary>
/// <param name="Rate">The factor.</param>
/// <param name="SparesNorm">Whether batch-norm parameters are left out (ImageNet recipes).</param>
public sealed record WeightDecay(double Rate, bool SparesNorm)
{
    /// <summary>The factor for one parameter.</summary>
    public double For(Trainable trainable) => trainable.FastRate is not null || (SparesNorm && trainable.IsNorm) ? 0 : Rate;
}
