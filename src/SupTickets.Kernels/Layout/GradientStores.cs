using SupTickets.Kernels.Vectors;

namespace SupTickets.Kernels.Layout;

internal static unsafe class GradientStores
{
    /// <summary>Writes one vector of gradients, or adds it.</summary>
    public static void Put<TVector, TTier>(this GradientStore store, TVector value, float* target)
        where TVector : struct
        where TTier : ITier<TVector> =>
        TTier.Store(store == GradientStore.Add ? TTier.Add(TTier.Load(target), value) : value, target);
}
