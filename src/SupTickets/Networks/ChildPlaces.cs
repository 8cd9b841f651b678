using System.Collections;
using System.Reflection;
using static TorchSharp.torch;

namespace SupTickets.Networks;

/// <summary>Finds where a module keeps a child, and puts another module there.</summary>
internal static class ChildPlaces
{
    private const BindingFlags OwnInstanceFields =
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>
    /// The assignments that replace <paramref name="old"/> by <paramref name="next"/> in <paramref name="owner"/>: in the list of modules
    /// that it may be, in every field, and in every list in a field.
    /// </summary>
    /// <returns>
    /// The assignments, or the reason why there are none: a place has a type that cannot hold <paramref name="next"/>, or no place was
    /// found.
    /// </returns>
    public static (IReadOnlyList<Action> Plan, string? Refusal) PlanExchange(
        string ownerName, nn.Module owner, string child, nn.Module old, nn.Module next)
    {
        List<Action> plan = [];
        if (owner is IList<nn.Module<Tensor, Tensor>> modules && next is nn.Module<Tensor, Tensor> item)
        {
            int index = modules.IndexOf((nn.Module<Tensor, Tensor>)old);
            if (index >= 0) plan.Add(() => modules[index] = item);
        }

        foreach (FieldInfo field in Fields(owner.GetType()))
        {
            object? held = field.GetValue(owner);
            if (ReferenceEquals(held, old))
            {
                if (!field.FieldType.IsInstanceOfType(next)) return ([], Refusal(field.FieldType, next, ownerName, field));
                plan.Add(() => field.SetValue(owner, next));
            }
            else if (held is IList list)
            {
                for (int i = 0; i < list.Count; i++)
                {
                    if (!ReferenceEquals(list[i], old)) continue;
                    if (!ElementType(list).IsInstanceOfType(next)) return ([], Refusal(ElementType(list), next, ownerName, field));
                    int index = i;
                    plan.Add(() => list[index] = next);
                }
            }
        }

        return plan.Count > 0
            ? (plan, null)
            : ([], $"the child '{child}' of {ownerName} is in no field, array or list of it: keep it in a field of type Module<Tensor, "
                + "Tensor>");
    }

    /// <summary>The fields that a module's type and those it derives from have, up to TorchSharp's own.</summary>
    public static IEnumerable<FieldInfo> Fields(Type? type)
    {
        for (; type is not null && type.Assembly != typeof(nn.Module).Assembly; type = type.BaseType)
        {
            foreach (FieldInfo field in type.GetFields(OwnInstanceFields)) yield return field;
        }
    }

    private static Type ElementType(IList list) =>
        list.GetType().GetInterfaces()
            .FirstOrDefault(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IList<>))?.GetGenericArguments()[0]
        ?? typeof(object);

    private static string Refusal(Type place, nn.Module next, string ownerName, FieldInfo field) =>
        $"field '{Shown(field.Name)}' of {ownerName} holds a {place.Name} and cannot hold a {next.GetType().Name}: type it Module<Tensor, "
        + "Tensor>";

    /// <summary>The property's name if the field belongs to one: <c>&lt;Head&gt;k__BackingField</c>.</summary>
    public static string Shown(string field) => field.StartsWith('<') ? field[1..field.IndexOf('>')] : field;
}
