namespace SupTickets.Experiments.Data;

/// <summary>How the orientation that a camera stores beside the pixels is treated.</summary>
internal enum ExifOrientation
{
    /// <summary>The image is turned accordingly, as image viewers show it.</summary>
    Applied,

    /// <summary>The pixels are taken as they are stored.</summary>
    Ignored,
}
