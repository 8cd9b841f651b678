using System.Reflection;
using System.Runtime.CompilerServices;

namespace SupTickets.Tests.Structure;

/// <summary>What an assembly offers, one line per type and member, sorted: the text that reviewers of a change look at.</summary>
internal static class PublicSurface
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(string)] = "string",
        [typeof(object)] = "object",
    };

    public static IEnumerable<string> Of(Assembly assembly) =>
        from type in assembly.GetExportedTypes()
        orderby type.FullName
        from line in Lines(type)
        select line;

    private static IEnumerable<string> Lines(Type type)
    {
        string name = $"{type.Namespace}.{Name(type)}";
        yield return $"{Kind(type)} {name}{Bases(type)}";
        foreach (string member in type.GetMembers(Declared).Select(Describe).OfType<string>().Order(StringComparer.Ordinal))
        {
            yield return $"{name}.{member}";
        }
    }

    private static string Kind(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsInterface: true } => "interface",
        { IsValueType: true } => "struct",
        { IsAbstract: true, IsSealed: true } => "static class",
        _ when type.IsSubclassOf(typeof(Delegate)) => "delegate",
        { IsAbstract: true } => "abstract class",
        { IsSealed: true } => "sealed class",
        _ => "class",
    };

    private static string Bases(Type type)
    {
        var inherited = type.BaseType?.GetInterfaces() ?? [];
        IEnumerable<Type> added = type.IsEnum ? [] : type.GetInterfaces().Except(inherited).Where(i => i.IsPublic);
        string[] bases = [.. added.Select(Name).Order(StringComparer.Ordinal)];
        if (type is { IsClass: true, BaseType: { } parent } && parent != typeof(object)) bases = [Name(parent), .. bases];
        return bases.Length == 0 ? "" : $" : {string.Join(", ", bases)}";
    }

    /// <summary>The line of a member; nothing for what is hidden, written by the compiler, or part of another member.</summary>
    private static string? Describe(MemberInfo member) => member switch
    {
        FieldInfo { IsSpecialName: true } => null,
        FieldInfo { IsLiteral: true } field when IsVisible(field.Attributes) => $"{field.Name} = {field.GetRawConstantValue() ?? "null"}",
        FieldInfo field when IsVisible(field.Attributes) => $"{field.Name} : {Name(field.FieldType)}",
        PropertyInfo property => Describe(property),
        EventInfo happening => $"event {happening.Name} : {Name(happening.EventHandlerType!)}",
        ConstructorInfo constructor when IsVisible(constructor) => $"new({Parameters(constructor)})",
        MethodInfo { IsSpecialName: false } method when IsVisible(method) && !IsGenerated(method) =>
            $"{Modifier(method)}{method.Name}({Parameters(method)}) : {Name(method.ReturnType)}",
        _ => null,
    };

    private static string? Describe(PropertyInfo property)
    {
        MethodInfo[] visible = [.. property.GetAccessors(nonPublic: true).Where(IsVisible)];
        if (visible.Length == 0 || property.Name == "EqualityContract") return null;
        var accessors = visible.Select(accessor => accessor.Name.StartsWith("get_", StringComparison.Ordinal) ? "get"
            : accessor.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? "init" : "set");
        return $"{Modifier(visible[0])}{property.Name} {{ {string.Join("; ", accessors)} }} : {Name(property.PropertyType)}";
    }

    private static string Modifier(MethodInfo method) =>
        method.IsStatic ? "static " : method.IsFamily || method.IsFamilyOrAssembly ? "protected " : "";

    private static string Parameters(MethodBase method) =>
        string.Join(
            ", ", method.GetParameters().Select(parameter => $"{Name(parameter.ParameterType)} {parameter.Name}{Default(parameter)}"));

    private static string Default(ParameterInfo parameter) =>
        parameter.HasDefaultValue ? $" = {parameter.DefaultValue ?? "default"}" : "";

    private static bool IsGenerated(MethodInfo method) => method.IsDefined(typeof(CompilerGeneratedAttribute));

    private static bool IsVisible(MethodBase method) =>
        (method.IsPublic || ((method.IsFamily || method.IsFamilyOrAssembly) && !method.DeclaringType!.IsSealed)) &&
        method.Name != "<Clone>$";

    private static bool IsVisible(FieldAttributes attributes) =>
        (attributes & FieldAttributes.FieldAccessMask) is FieldAttributes.Public or FieldAttributes.Family;

    private static string Name(Type type)
    {
        if (Keywords.TryGetValue(type, out string? keyword)) return keyword;
        if (Nullable.GetUnderlyingType(type) is { } value) return $"{Name(value)}?";
        if (type.IsArray) return $"{Name(type.GetElementType()!)}[]";
        if (type.IsByRef) return $"ref {Name(type.GetElementType()!)}";
        if (type.IsPointer) return $"{Name(type.GetElementType()!)}*";
        string own = type.IsNested && !type.IsGenericParameter ? $"{Name(type.DeclaringType!)}.{type.Name}" : type.Name;
        return type.IsGenericType
            ? $"{own.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
            : own;
    }
}
