namespace SupTickets.Experiments.Data;

/// <summary>What becomes of the orientation that a camera writes beside the pixels.</summary>
internal enum ExifOrientation
{
    /// <summary>The image is turned as it asks, as image viewers show it.</summary>
    Applied,

    /// <summary>The pixels are taken as they are stored.</summary>
    Ignored,
}
