namespace SupTickets.Tests.Structure;

/// <summary>A method by its names: the same text wherever it is defined or called.</summary>
/// <param name="Type">Namespace, outer types and type, without type arguments.</param>
/// <param name="Name">The method's own name.</param>
/// <param name="Returns">What it returns.</param>
/// <param name="Parameters">The types of its parameters.</param>
internal sealed record MethodName(string Type, string Name, string Returns, string Parameters)
{
    public override string ToString() => $"{Type}.{Name}({Parameters})";
}
