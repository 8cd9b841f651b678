using System.Xml.Linq;
using SupTickets.Experiments.Runs;

namespace SupTickets.Experiments.Reports.Html;

/// <summary>When and on what machine a run was computed, and the command that runs it again.</summary>
internal static class ProvenanceSection
{
    private const int MostClasses = 20;

    /// <summary>The section.</summary>
    public static XElement Of(RunRecord run) => Elements.Section("When, where, and how to repeat it", Elements.List(Entries(run)));

    /// <summary>A machine in a line.</summary>
    public static string Of(Machine machine)
    {
        string threads = $"{Numbers.Plural(machine.Threads, "thread")} on {Numbers.Plural(machine.Cores, "core")}";
        return $"{machine.Processor}, {threads}, vectors of {Numbers.Count(machine.VectorBits)} bits";
    }

    /// <summary>What a machine runs, in a line.</summary>
    public static string SoftwareOf(Machine machine) =>
        $"SupTickets {machine.Version.Split('+')[0]}, libtorch {machine.Torch}, {machine.Runtime}, {machine.System}";

    // The class names in the order of the network's outputs. A thousand names would hide everything else, so only some are shown; the
    // recipe lists all.
    private static string Named(IReadOnlyList<string> labels) =>
        $"{Numbers.Count(labels.Count)}: "
        + $"{string.Join(", ", labels.Take(MostClasses))}{(labels.Count > MostClasses ? ", …" : string.Empty)}";

    private static IEnumerable<(string Name, object Value)> Entries(RunRecord run)
    {
        RunHistory history = run.History;
        if (history.FirstStart?.At is { } started) yield return ("Started", Numbers.Moment(started));
        if (history.Finished?.At is { } finished) yield return ("Finished", Numbers.Moment(finished));
        if (history.Starts.Count > 1)
        {
            yield return ("Went on", string.Join("; ", history.Starts.Skip(1).Select(start =>
                $"at step {Numbers.Count(start.Step)}{(start.At is { } at ? $", {Numbers.Moment(at)}" : string.Empty)}")));
        }

        // Processes of one run may have used different machines; each is named, with the step at which it began.
        RunStarted[] known = [.. history.Starts.Where(start => start.Machine is not null)];
        RunStarted[] changes = [.. known.Where((start, index) => index == 0 || start.Machine != known[index - 1].Machine)];
        foreach (RunStarted start in changes)
        {
            string since = changes.Length > 1 ? $", from step {Numbers.Count(start.Step)} on" : string.Empty;
            yield return ("Machine", Of(start.Machine!) + since);
            yield return ("Software", SoftwareOf(start.Machine!) + since);
        }

        if ((run.Summary?.LibTorch ?? history.Start?.LibTorch) is { } libTorch) yield return ("libtorch", libTorch.ToString());
        if ((run.Summary?.Labels ?? run.Recipe.Data.Labels) is { } labels) yield return ("Classes", Named(labels));
        if (history.Start?.Engines is { } engines) yield return ("Engine", CostSection.Engines(engines));
        yield return ("Run it again", Elements.Command(Commands.Repeat(run)));
        if (run.Summary is not null) yield return ("Measure its ticket", Elements.Command(Commands.Evaluate(run)));
    }
}
