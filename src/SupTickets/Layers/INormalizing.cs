using SupTickets.SparseEngine;

namespace SupTickets.Layers;

/// <summary>An operation whose kernels can compute the norm before it on the way, from what the norm reads.</summary>
internal interface INormalizing
{
    /// <summary>The operation that does so.</summary>
    Operation ReadingThrough(NormOperation before);
}
