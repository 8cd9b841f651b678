using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace SupTickets.Tests.Structure;

/// <summary>An assembly's methods as its file has them; nothing is loaded.</summary>
internal sealed class CompiledAssembly
{
    private readonly MetadataReader metadata;
    private readonly Dictionary<int, MethodName?> named = [];

    public CompiledAssembly(string path)
    {
        using PEReader file = new(ImmutableArray.Create(File.ReadAllBytes(path)));
        metadata = file.GetMetadataReader();
        Methods = [.. metadata.MethodDefinitions.Select(handle => Read(file, handle))];
    }

    public IReadOnlyList<CompiledMethod> Methods { get; }

    private CompiledMethod Read(PEReader file, MethodDefinitionHandle handle)
    {
        MethodDefinition method = metadata.GetMethodDefinition(handle);
        IReadOnlyList<Instruction> body = method.RelativeVirtualAddress == 0
            ? []
            : Instruction.Of(file.GetMethodBody(method.RelativeVirtualAddress).GetILContent().AsSpan());
        return new(
            NameOf(handle)!,
            [.. body.Select(instruction => instruction.Code.OperandType is not System.Reflection.Emit.OperandType.InlineMethod
                ? instruction
                : instruction with { Method = NameOf(MetadataTokens.EntityHandle(instruction.Operand)) })],
            (method.Attributes & (MethodAttributes.Virtual | MethodAttributes.NewSlot)) == MethodAttributes.Virtual);
    }

    private MethodName? NameOf(EntityHandle handle)
    {
        int token = MetadataTokens.GetToken(handle);
        if (!named.TryGetValue(token, out MethodName? name)) named[token] = name = Read(handle);
        return name;
    }

    private MethodName? Read(EntityHandle handle)
    {
        switch (handle.Kind)
        {
            case HandleKind.MethodSpecification:
                return NameOf(metadata.GetMethodSpecification((MethodSpecificationHandle)handle).Method);
            case HandleKind.MethodDefinition:
                MethodDefinition method = metadata.GetMethodDefinition((MethodDefinitionHandle)handle);
                return Named(TypeName(method.GetDeclaringType()), method.Name, method.DecodeSignature(TypeNames.Provider, null));
            case HandleKind.MemberReference:
                MemberReference member = metadata.GetMemberReference((MemberReferenceHandle)handle);
                return Named(TypeName(member.Parent), member.Name, member.DecodeMethodSignature(TypeNames.Provider, null));
            default:
                return null;
        }
    }

    private MethodName Named(string type, StringHandle name, MethodSignature<string> signature) =>
        new(type.Split('<')[0], metadata.GetString(name), signature.ReturnType, string.Join(", ", signature.ParameterTypes));

    private string TypeName(EntityHandle handle) => handle.Kind switch
    {
        HandleKind.TypeDefinition => TypeNames.Provider.GetTypeFromDefinition(metadata, (TypeDefinitionHandle)handle, 0),
        HandleKind.TypeReference => TypeNames.Provider.GetTypeFromReference(metadata, (TypeReferenceHandle)handle, 0),
        HandleKind.TypeSpecification => TypeNames.Provider.GetTypeFromSpecification(metadata, null, (TypeSpecificationHandle)handle, 0),
        _ => string.Empty,
    };
}
