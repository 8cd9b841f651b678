using SupTickets.Networks;


namespace SupTickets.Tickets;

/// <summary>
/// Accumulates tickets: it takes read-only snapshots, averages them, and prunes the average to the budget after each one. Nothing flows
/// back from here to the network in training.
/// </summary>
/// <param name="rule">How tickets are averaged.</param>
/// <param name="pruning">How the average is pruned to the budget.</param>
/// <param name="budget">Connections allowed in the layers that share the budget.</param>
/// <param name="dense">Names of the weights that stay dense, outside the budget.</param>
internal sealed class Superposition(IAveragingRule rule, StatePruning pruning, long budget, IReadOnlySet<string> dense)
{
    /// <summary>What has been taken in so far; set when a run resumes.</summary>
    public Accumulation? Accumulation { get; set; }

    /// <summary>The superposed ticket so far, pruned to the budget; null before the first ticket.</summary>
    public NetworkState? Ticket { get; set; }

    /// <summary>Connections of the latest average before it was pruned.</summary>
    public long ConnectionsBeforePruning { get; set; }

    /// <summary>Takes in the next ticket.</summary>
    public void Add(NetworkState ticket)
    {
        Accumulation added = rule.Add(Accumulation, ticket);
        NetworkState average = rule.Average(added);
        Ticket = pruning.Apply(average, ticket, dense, budget);
        Accumulation = rule.AfterPruning(added, Ticket);
        ConnectionsBeforePruning = average.Connections;
    }
}
