using SupTickets.Experiments.Data;
using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Runs;
using SupTickets.Networks;
using SupTickets.Tickets;
using SupTickets.Values;

namespace SupTickets.Experiments;

/// <summary>Loads the networks that a recipe's <c>distill.teachers</c> names. An error in one of them is an error of the recipe.</summary>
internal static class Teachers
{
    /// <summary>Full paths of ticket files: a run folder is replaced by its cheap tickets.</summary>
    /// <exception cref="SettingException">
    /// A path is neither a file nor the folder of a finished run with cycles, or a ticket there is damaged; all of those are listed.
    /// </exception>
    internal static DistillRecipe Resolve(DistillRecipe recipe)
    {
        List<SettingError> errors = [];
        List<string> files = [];
        foreach (var (index, path) in recipe.Teachers.Index())
        {
            (IReadOnlyList<string> found, IReadOnlyList<string> defects) = FilesOf(path);
            errors.AddRange(
                defects.Select(defect => Error(index, path, $"the folder of a run whose tickets are its own and whole: {defect}")));
            if (found.Count == 0) errors.Add(Error(
                index, path, Directory.Exists(path) ? "the folder of a finished run that took tickets in cycles, or a ticket file"
                    : "a ticket file, or the folder of a finished run: nothing is there"));
            files.AddRange(found);
        }

        return errors.Count == 0 ? recipe with { Teachers = files } : throw new SettingException(errors);
    }

    /// <summary>The networks of resolved teachers, ready to compute in the run that learns from them.</summary>
    /// <param name="recipe">The recipe of the run, with resolved teachers.</param>
    /// <param name="data">The training data of the run.</param>
    /// <param name="prepare">Sets engine and device of a network as the run does.</param>
    /// <exception cref="SettingException">A ticket is damaged, or is for other images or classes; all of those are listed.</exception>
    internal static IReadOnlyList<SparseNetwork> Load(Recipe recipe, IImageDataset data, Action<SparseNetwork> prepare)
    {
        List<SettingError> errors = [];
        List<SparseNetwork> networks = [];
        foreach (var (index, path) in recipe.Distill.Teachers.Index())
        {
            try
            {
                networks.Add(Load(path, data, DataSets.PreparationOf(recipe.Data.Name).Normalization));
            }
            catch (Exception defect) when (IsDefect(defect))
            {
                errors.Add(Error(index, path, $"a ticket that fits the data: {defect.Message}"));
            }
        }

        foreach (SparseNetwork network in networks)
        {
            if (errors.Count > 0) network.Dispose();
            else prepare(network);
        }

        return errors.Count == 0 ? networks : throw new SettingException(errors);
    }

    private static (IReadOnlyList<string> Found, IReadOnlyList<string> Defects) FilesOf(string path)
    {
        if (File.Exists(path)) return ([Path.GetFullPath(path)], []);
        if (!Directory.Exists(path)) return ([], []);
        try
        {
            RunFolder run = RunFolder.Open(path);
            if (!File.Exists(run.Metrics)) return ([], []);
            (int Cycle, string Path)[] tickets = [.. run.CycleTickets().Where(ticket => ticket.Cycle > 0)];
            return ([.. tickets.Select(ticket => ticket.Path)], [
                .. tickets.Select(ticket => DefectOf(run, ticket.Cycle)).OfType<string>()]);
        }
        catch (RunFolderException)
        {
            return ([], []);
        }
    }

    private static string? DefectOf(RunFolder run, int cycle)
    {
        try
        {
            run.ReadTicket(cycle);
            return null;
        }
        catch (Exception defect) when (IsDefect(defect))
        {
            return defect.Message;
        }
    }

    // The exceptions of reading a file that is damaged or something else.
    private static bool IsDefect(Exception error) =>
        error is InvalidDataException or IOException or UnauthorizedAccessException or SettingException or UnknownNameException;

    private static SparseNetwork Load(string path, IImageDataset data, Normalization normalization)
    {
        Ticket ticket = TicketFile.Read(path);
        TicketDescription made = ticket.Description;
        if (made.Misfit(data.Shape, data.Classes.Count) is { } misfit) throw new InvalidDataException($"it {misfit}");
        if (made.MisfitOf(data.Classes, "the data") is { } other)
            throw new InvalidDataException($"it {other} (data.labels sets the order of a run)");
        if (made.Normalization is { } wanted && !wanted.SameAs(normalization))
            throw new InvalidDataException("it takes images that are normalised in another way");
        return TicketNetwork.Of(path, ticket, TicketNetwork.RecipeOf(path, ticket).Model);
    }

    private static SettingError Error(int index, string path, string allowed) => new($"distill.teachers[{index}]", $"\"{path}\"", allowed);
}
