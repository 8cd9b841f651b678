using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace SupTickets.Tests.Structure;

public sealed class ScalarTests
{
    /// <summary>
    /// TorchSharp frees a temporary scalar under the native call that uses it (see Topology/Scalars.cs): no assembly of ours may
    /// convert a number to a scalar implicitly, or call a member that does so inside.
    /// </summary>
    [Fact]
    public void No_tensor_operation_is_given_a_scalar_that_nobody_holds()
    {
        string[] hiding = ["op_Implicit", "op_Addition", "op_Subtraction", "op_Multiply", "op_Division", "op_UnaryNegation"];
        string path = typeof(SupTickets.Recipes.Recipe).Assembly.Location;
        using FileStream stream = File.OpenRead(path);
        using PEReader file = new(stream);
        MetadataReader metadata = file.GetMetadataReader();

        List<string> strays = [];
        foreach (MemberReference member in metadata.MemberReferences.Select(metadata.GetMemberReference))
        {
            if (member.Parent.Kind != HandleKind.TypeReference) continue;
            string type = metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)member.Parent).Name);
            string name = metadata.GetString(member.Name);
            int parameters = Parameters(metadata, member);
            bool hides = type switch
            {
                "Scalar" => name == "op_Implicit",
                "Tensor" => (hiding.Contains(name) && name != "op_Multiply" && name != "op_Division") || (name is "add" or "add_" or "sub" or "sub_" && parameters == 1),
                _ => false,
            };
            if (hides) strays.Add($"{type}.{name}({parameters} parameters)");
        }

        Assert.Equal([], strays);
    }

    private static int Parameters(MetadataReader metadata, MemberReference member)
    {
        BlobReader signature = metadata.GetBlobReader(member.Signature);
        return signature.ReadSignatureHeader().Kind == SignatureKind.Method ? signature.ReadCompressedInteger() : 0;
    }
}
