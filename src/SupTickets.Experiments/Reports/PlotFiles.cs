using SupTickets.Experiments.Reports.Plots;
using SupTickets.Experiments.Runs;
using SupTickets.Storage;

namespace SupTickets.Experiments.Reports;

/// <summary>The plots of a report as PNG files, for slides and papers.</summary>
public static class PlotFiles
{
    /// <summary>Writes every plot of a run.</summary>
    /// <param name="folder">Where to; made where it does not exist. A file of the same name is replaced.</param>
    /// <param name="run">The run.</param>
    /// <returns>The paths.</returns>
    /// <exception cref="InvalidDataException">The system has no font.</exception>
    public static IReadOnlyList<string> Write(string folder, RunRecord run) => Write(folder, RunPlots.All(run));

    /// <summary>Writes every plot of a sweep.</summary>
    /// <inheritdoc cref="Write(string, RunRecord)"/>
    /// <param name="folder">Where to.</param>
    /// <param name="sweep">The sweep.</param>
    public static IReadOnlyList<string> Write(string folder, SweepRecord sweep) => Write(folder, SweepPlots.All(sweep));

    private static string[] Write(string folder, IReadOnlyList<Picture> plots)
    {
        // All plots are drawn before the first is written, so that a missing font leaves no files behind.
        (string Path, byte[] Png)[] files = [.. plots.Select(plot => (Path.Combine(folder, FileName(plot.Title)), PngPicture.Of(plot)))];
        Directory.CreateDirectory(folder);
        foreach ((string path, byte[] png) in files) AtomicFile.Write(path, stream => stream.Write(png));
        return [.. files.Select(file => file.Path)];
    }

    private static string FileName(string title) => $"{title.ToLowerInvariant().Replace(' ', '-')}.png";
}
