using System.Security.Cryptography;

namespace SupTickets.Experiments.Data;

/// <summary>Samples that can say what they are without being decoded.</summary>
internal interface IFingerprinted
{
    /// <summary>Adds what tells sample <paramref name="index"/> from another one.</summary>
    void AddTo(IncrementalHash hash, int index);
}
