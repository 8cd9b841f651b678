using SupTickets.Experiments.Data;
using SupTickets.Experiments.Recipes;
using SupTickets.Experiments.Runs;
using SupTickets.Networks;
using SupTickets.Tickets;
using SupTickets.Values;
using TorchSharp;
using static TorchSharp.torch;

namespace SupTickets.Experiments;

/// <summary>A ticket's network on the engine of its run, with data that fits it: ready to be measured.</summary>
internal sealed class OpenedTicket : IDisposable
{
    private OpenedTicket(Recipe recipe, ImageData data, SparseNetwork network) => (Recipe, Data, Network) = (recipe, data, network);

    internal Recipe Recipe { get; }

    internal ImageData Data { get; }

    internal SparseNetwork Network { get; }

    public void Dispose() => Network.Dispose();

    /// <summary>Computes on <paramref name="hardware"/> from now on.</summary>
    /// <exception cref="SettingException">This machine does not have the device.</exception>
    internal void MoveTo(Hardware hardware)
    {
        if (hardware.Threads is { } threads) set_num_threads(threads);
        if (hardware.Device is { } device) Network.to(Hardware.Open(device));
    }

    /// <summary>Opens a ticket.</summary>
    /// <param name="path">Where it is, for messages.</param>
    /// <param name="ticket">What was read there.</param>
    /// <param name="instead">Data to measure on instead of the recipe's; null for that.</param>
    /// <param name="run">The run it belongs to, by whose costs engines are chosen; null for the committed costs.</param>
    /// <param name="cancel">Stops the look at image files.</param>
    /// <exception cref="InvalidDataException">The ticket is no network that its description names.</exception>
    /// <exception cref="DataException">The data cannot be opened, or does not fit the ticket.</exception>
    internal static OpenedTicket Open(string path, Ticket ticket, DataOptions? instead, RunFolder? run, CancellationToken cancel)
    {
        Recipe recipe = TicketNetwork.RecipeOf(path, ticket);
        return Open(path, ticket, TicketData.Open(instead ?? DataOf(recipe, run), new Seed(recipe.Seed), ticket.Description, cancel), run);
    }

    /// <summary>The data that a ticket's recipe names, at the place where its run has it now, which the ticket cannot know.</summary>
    internal static DataOptions DataOf(Recipe recipe, RunFolder? run)
    {
        if (run is null || recipe.Data.Folder is null) return recipe.Data;
        DataOptions recorded = run.ParseRecipe().Data;
        return recorded.Name == recipe.Data.Name ? recipe.Data with { Folder = recorded.Folder } : recipe.Data;
    }

    /// <summary>Opens a ticket to be measured on data that is open.</summary>
    /// <inheritdoc cref="Open(string, Ticket, DataOptions, RunFolder, CancellationToken)"/>
    internal static OpenedTicket Open(string path, Ticket ticket, ImageData data, RunFolder? run)
    {
        Recipe recipe = TicketNetwork.RecipeOf(path, ticket);
        if (ticket.Description.Misfit(data.Test.Shape, data.Test.Classes.Count) is { } misfit) throw new DataException($"the ticket {misfit}");
        RequireFits(data.Test, recipe.Evaluation.Batch);
        SparseNetwork network = TicketNetwork.Of(path, ticket, recipe.Model);
        network.Engine = Engines.All[recipe.Engine];
        network.DecidesFor = Wiring.BatchOf(recipe, data);
        if (run is not null) network.Costs = run.ReadEngineCosts();
        return new(recipe, data, network);
    }

    /// <summary>Passes batches that can be held; the recipe that names their size comes from a file.</summary>
    /// <exception cref="DataException">They cannot.</exception>
    internal static void RequireFits(IImageDataset test, int batch)
    {
        if (BatchLoader.Misfit(test, batch) is { } misfit) throw new DataException($"evaluation.batch of the ticket's recipe: {misfit}");
    }
}
