using SupTickets.Networks;

namespace SupTickets.Tests.Networks;

/// <summary>Costs as earlier versions measured them: one rate of the gather for each kind of layer, and no panels.</summary>
internal static class EarlierCosts
{
    public static EngineCosts Of(EngineCosts costs) => costs with
    {
        DensePerWeight = null,
        DensePerLayer = null,
        ConvertedPerLayer = null,
        Kernels = null,
        SparseWindow = 80,
        SparsePoint = 74,
        SparseLinear = 16.5,
        SparsePerNumber = 2.2,
    };
}
