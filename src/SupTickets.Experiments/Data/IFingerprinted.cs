using System.Security.Cryptography;

namespace SupTickets.Experiments.Data;

/// <summary>A data set whose samples can be identified without decoding them.</summary>
internal interface IFingerprinted
{
    /// <summary>Adds data that identifies sample <paramref name="index"/>.</summary>
    void AddTo(IncrementalHash hash, int index);
}
