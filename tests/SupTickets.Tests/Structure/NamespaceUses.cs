using System.Reflection;

namespace SupTickets.Tests.Structure;

/// <summary>
/// Which namespaces the code of an assembly uses, as it was compiled: usings that nothing needs do not count, and names without a using do.
/// </summary>
internal static class NamespaceUses
{
    private const BindingFlags Own =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    /// <summary>(type, namespace that it uses) for all pairs in which that is another one of ours.</summary>
    public static IEnumerable<(Type User, Type Used)> Of(Assembly assembly) =>
        from type in assembly.GetTypes()
        where type.Namespace is not null
        from used in Used(type).SelectMany(Parts).Distinct()
        where used.Namespace?.StartsWith("SupTickets", StringComparison.Ordinal) == true && used.Namespace != type.Namespace
        select (Outermost(type), Outermost(used));

    private static IEnumerable<Type> Used(Type type)
    {
        if (type.BaseType is { } based) yield return based;
        foreach (Type one in type.GetInterfaces()) yield return one;
        foreach (FieldInfo field in type.GetFields(Own)) yield return field.FieldType;
        foreach (MethodBase method in type.GetMethods(Own).Cast<MethodBase>().Concat(type.GetConstructors(Own)))
        {
            foreach (Type one in Used(method)) yield return one;
        }
    }

    private static IEnumerable<Type> Used(MethodBase method)
    {
        if (method is MethodInfo { ReturnType: var returned }) yield return returned;
        foreach (ParameterInfo parameter in method.GetParameters()) yield return parameter.ParameterType;
        if (method.GetMethodBody() is not { } body) yield break;
        foreach (LocalVariableInfo local in body.LocalVariables) yield return local.LocalType;
        Type[]? ofType = method.DeclaringType is { IsGenericType: true } generic ? generic.GetGenericArguments() : null;
        Type[]? ofMethod = method.IsGenericMethod ? method.GetGenericArguments() : null;
        foreach (Instruction instruction in Instruction.Of(body.GetILAsByteArray()))
        {
            if (instruction.Code.OperandType is not (System.Reflection.Emit.OperandType.InlineMethod
                or System.Reflection.Emit.OperandType.InlineField
                or System.Reflection.Emit.OperandType.InlineType or System.Reflection.Emit.OperandType.InlineTok)) continue;
            switch (method.Module.ResolveMember(instruction.Operand, ofType, ofMethod))
            {
                case Type named:
                    yield return named;
                    break;
                case { DeclaringType: { } owner } member:
                    yield return owner;
                    if (member is MethodInfo { IsGenericMethod: true } called)
                    {
                        foreach (Type argument in called.GetGenericArguments()) yield return argument;
                    }

                    break;
            }
        }
    }

    private static IEnumerable<Type> Parts(Type type)
    {
        if (type.HasElementType) return Parts(type.GetElementType()!);
        if (type.IsGenericParameter) return [];
        return type.IsGenericType ? [type, .. type.GetGenericArguments().SelectMany(Parts)] : [type];
    }

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;
}
