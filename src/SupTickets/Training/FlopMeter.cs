using SupTickets.Layers;

namespace SupTickets.Training;

/// <summary>
/// Training FLOPs, added up step by step with the connections of that moment: 3·f_S for a sample, or 2·f_S + f_D in a step
/// whose dense weight gradient was captured, where f counts 2 FLOPs for each multiply-add of convolutions and linear layers
/// (as RigL counts; Evci et al., 2020, appendix).
/// </summary>
public sealed class FlopMeter
{
    /// <summary>FLOPs so far.</summary>
    public double Total { get; set; }

    /// <summary>FLOPs a dense network would have needed for the same samples, 3·f_D each.</summary>
    public double Dense { get; set; }

    /// <summary>Adds one step, before its topology changes.</summary>
    public void Add(SparseNetwork network, int samples, bool capturedDenseGradient)
    {
        double sparse = 0;
        double dense = 0;
        foreach (SparseLayer layer in network.Layers)
        {
            sparse += 2.0 * layer.Module.UsesPerSample * layer.Weight.Connectivity.Count;
            dense += 2.0 * layer.Module.UsesPerSample * layer.Weight.Shape.Positions;
        }

        Total += samples * (2 * sparse + (capturedDenseGradient ? dense : sparse));
        Dense += samples * 3 * dense;
    }
}
