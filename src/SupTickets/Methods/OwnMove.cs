using SupTickets.Values;

namespace SupTickets.Methods;

/// <summary>What holds for every method that moves connections in a way of its own.</summary>
internal static class OwnMove
{
    internal static void Check(MethodPlan plan, SettingChecks checks)
    {
        MethodOptions options = plan.Options;
        Refuse("drop", options.Drop);
        Refuse("grow", options.Grow);

        void Refuse(string key, string? name) =>
            checks.Expect($"method.{key}", SettingChecks.Quoted(name ?? ""), name is null, $"null, since {options.Name} has a way of its own to {key} connections");
    }
}
