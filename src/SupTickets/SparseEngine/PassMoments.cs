namespace SupTickets.SparseEngine;

/// <summary>The moments of a pass, in order: the images come, each operation runs, the scores go, and the same back.</summary>
/// <param name="operations">How many operations there are.</param>
internal readonly struct PassMoments(int operations)
{
    /// <summary>The images are written.</summary>
    public static int Images => 0;

    /// <summary>An operation computes its output.</summary>
    public static int Forward(int place) => place + 1;

    /// <summary>The scores are read.</summary>
    public int Scores => operations + 1;

    /// <summary>The gradient of the scores is written.</summary>
    public int Turn => operations + 2;

    /// <summary>An operation leads its output's gradient back.</summary>
    public int Backward(int place) => (2 * operations) + 2 - place;

    /// <summary>The gradient of the images is read.</summary>
    public int End => (2 * operations) + 3;
}
