using SupTickets.Methods;
using SupTickets.Values;

namespace SupTickets.Experiments.Recipes;

/// <summary>The criteria of one exploration. A null criterion means the method's own.</summary>
public sealed record ExploreCriteriaRecipe
{
    /// <summary>The drop criterion; a name as in <c>method.drop</c>.</summary>
    public string? Drop { get; init; }

    /// <summary>The growth criterion; a name as in <c>method.grow</c>.</summary>
    public string? Grow { get; init; }

    /// <summary>The criteria themselves.</summary>
    /// <exception cref="UnknownNameException">A name is in no table.</exception>
    public ExploreCriteria ToCriteria() => new(Drop is null ? null : Criteria.Drop[Drop], Grow is null ? null : Criteria.Grow[Grow]);
}
