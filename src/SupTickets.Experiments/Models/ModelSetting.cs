using SupTickets.Values;

namespace SupTickets.Experiments.Models;

/// <summary>Refuses a recipe's model section that describes no possible network, as the table of models and the data show.</summary>
internal static class ModelSetting
{
    /// <summary>The network that <paramref name="build"/> makes of the section.</summary>
    /// <exception cref="SettingException">There is no such network, or none of that size, or it cannot take the images.</exception>
    public static T Built<T>(ModelOptions model, Func<T> build) =>
        SettingRefusal.Of("model", SettingChecks.Quoted(model.Name), "a network that can be built", build);
}
