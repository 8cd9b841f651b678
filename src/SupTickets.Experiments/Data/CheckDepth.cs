namespace SupTickets.Experiments.Data;

/// <summary>How thoroughly an image file is checked.</summary>
internal enum CheckDepth
{
    /// <summary>Its header and its end.</summary>
    Header,

    /// <summary>All of it: every pixel is decoded.</summary>
    Pixels,
}
