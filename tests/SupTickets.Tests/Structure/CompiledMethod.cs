namespace SupTickets.Tests.Structure;

/// <summary>A compiled method.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Instructions">What it does, in the order of the file; empty where it is abstract or native.</param>
/// <param name="IsOverride">Whether it stands in for a method of a base type.</param>
internal sealed record CompiledMethod(MethodName Name, IReadOnlyList<Instruction> Instructions, bool IsOverride)
{
    /// <summary>The methods that it calls, constructs or hands on, each once.</summary>
    public IEnumerable<MethodName> Named => Instructions.Select(instruction => instruction.Method).OfType<MethodName>().Distinct();
}
