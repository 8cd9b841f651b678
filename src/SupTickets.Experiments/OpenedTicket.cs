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

    /// <summary>Measures states of its network as its recipe says.</summary>
    internal StateEvaluator StateEvaluator => StateEvaluator.Of(Recipe, Network, Data);

    /// <summary>Computes on <paramref name="hardware"/> from now on.</summary>
    /// <exception cref="SettingException">This machine does not have the device.</exception>
    internal void MoveTo(Hardware hardware)
    {
        if (hardware.Threads is { } threads) set_num_threads(threads);
        if (hardware.Device is { } device) Network.to(Hardware.Open(device));
    }

    /// <summary>Opens a ticket.</summary>
    /// <param name="given">The ticket. Engines are chosen by the costs of its run, or by the committed costs if it has no run.</param>
    /// <param name="instead">Data to measure on instead of the recipe's; null for that.</param>
    /// <param name="cancel">Stops the check of image files.</param>
    /// <exception cref="InvalidDataException">The ticket does not fit the network that its description names.</exception>
    /// <exception cref="DataException">The data cannot be opened, or does not fit the ticket.</exception>
    internal static OpenedTicket Open(TicketArgument given, DataOptions? instead, CancellationToken cancel)
    {
        Recipe recipe = TicketNetwork.RecipeOf(given.Path, given.Ticket);
        return Open(given, TicketData.Open(instead ?? DataOf(recipe, given.Run), new Seed(recipe.Seed), given.Ticket.Description, cancel));
    }

    /// <summary>
    /// The data that a ticket's recipe names, in its present place: data may have been moved, which the run knows and the ticket does not.
    /// </summary>
    internal static DataOptions DataOf(Recipe recipe, RunFolder? run)
    {
        if (run is null || recipe.Data.Folder is null) return recipe.Data;
        DataOptions recorded = run.ParseRecipe().Data;
        return recorded.Name == recipe.Data.Name ? recipe.Data with { Folder = recorded.Folder } : recipe.Data;
    }

    /// <summary>Opens a ticket to be measured on data that is open.</summary>
    /// <inheritdoc cref="Open(TicketArgument, DataOptions, CancellationToken)"/>
    internal static OpenedTicket Open(TicketArgument given, ImageData data)
    {
        (string path, Ticket ticket, RunFolder? run) = given;
        Recipe recipe = TicketNetwork.RecipeOf(path, ticket);
        if (ticket.Description.Misfit(data.Test.Shape, data.Test.Classes.Count) is { } misfit)
            throw new DataException($"the ticket {misfit}");
        RequireFits(data.Test, recipe.Evaluation.Batch);
        SparseNetwork network = TicketNetwork.Of(path, ticket, recipe.Model);
        network.Engine = Engines.All[recipe.Engine];
        network.EngineBatchSize = RunSetup.BatchOf(recipe, data);
        if (run is not null) network.Costs = run.ReadEngineCosts();
        return new(recipe, data, network);
    }

    /// <summary>Refuses batches too large for memory; their size comes from a recipe in a file.</summary>
    /// <exception cref="DataException">A batch is too large.</exception>
    internal static void RequireFits(IImageDataset test, int batch)
    {
        if (BatchLoader.Misfit(test, batch) is { } misfit) throw new DataException($"evaluation.batch of the ticket's recipe: {misfit}");
    }
}
