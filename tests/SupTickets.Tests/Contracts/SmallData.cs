using SupTickets.Recipes;

namespace SupTickets.Tests.Contracts;

/// <summary>A few samples of each registered data set, without a download.</summary>
internal static class SmallData
{
    public static DataRecipe Recipe(string name) => new()
    {
        Name = name,
        TrainSamples = 24,
        ValidationSamples = 12,
        TestSamples = 12,
    };
}
