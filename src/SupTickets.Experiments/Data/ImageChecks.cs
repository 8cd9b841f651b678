namespace SupTickets.Experiments.Data;

/// <summary>Which image files are looked at when a data set is opened.</summary>
public enum ImageChecks
{
    /// <summary>None: an image that cannot be read shows when it is used.</summary>
    None,

    /// <summary>Those of the test part.</summary>
    Test,

    /// <summary>All.</summary>
    All,
}
