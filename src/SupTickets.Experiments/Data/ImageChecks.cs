namespace SupTickets.Experiments.Data;

/// <summary>Which image files are checked when a data set is opened.</summary>
public enum ImageChecks
{
    /// <summary>None: an image that cannot be read fails when it is used.</summary>
    None,

    /// <summary>Those of the test part.</summary>
    Test,

    /// <summary>All.</summary>
    All,
}
