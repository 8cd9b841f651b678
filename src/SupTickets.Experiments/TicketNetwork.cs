using SupTickets.Experiments.Models;
using SupTickets.Experiments.Recipes;
using SupTickets.Networks;
using SupTickets.Tickets;
using SupTickets.Values;

namespace SupTickets.Experiments;

/// <summary>Makes the network of a ticket, and reads the recipe of its run, from the ticket's description.</summary>
internal static class TicketNetwork
{
    /// <summary>The network of a ticket, in evaluation mode.</summary>
    public static SparseNetwork Of(string path, Ticket ticket, ModelOptions model)
    {
        SparseNetwork? network = null;
        long held = ticket.State.Positions + ticket.State.Tensors.Sum(
            tensor => tensor.Sizes.Aggregate(1L, (product, size) => product * size));
        try
        {
            network = new(ParameterBudget.Within(held, $"the {held} that it holds", () =>
                RunSetup.ModuleOf(model, ticket.Description.Model, ticket.Description.Classes, ticket.Description.Input)));
            network.Restore(ticket.State);
        }
        catch (ArgumentException defect)
        {
            network?.Dispose();
            throw new InvalidDataException(
                FormattableString.Invariant($"{path}: it is no {ticket.Description.Model} of width {model.Width}: {defect.Message}"),
                defect);
        }

        network.eval();
        Measure(path, network, ticket.Description.Input);
        return network;
    }

    // The size of images comes from a file and may be anything.
    private static void Measure(string path, SparseNetwork network, ImageShape input)
    {
        try
        {
            network.Measure(input);
        }
        catch (ArgumentException large)
        {
            network.Dispose();
            throw new InvalidDataException($"{path}: {SettingRefusal.Words(large)}", large);
        }
    }

    /// <summary>The recipe in a ticket's description, checked, since a file can hold anything.</summary>
    /// <exception cref="InvalidDataException">It is no recipe, or one that cannot be run.</exception>
    public static Recipe RecipeOf(string path, Ticket ticket)
    {
        try
        {
            Recipe recipe = RecipeJson.Read(ticket.Description.Recipe);
            new RecipeValidator(RecipeTables.Names).Check(recipe);
            return recipe;
        }
        catch (SettingException defect)
        {
            throw new InvalidDataException($"{path}: its metadata 'recipe': {defect.Message}", defect);
        }
    }
}
