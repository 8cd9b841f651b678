using System.Buffers.Binary;
using System.Reflection.Emit;

namespace SupTickets.Tests.Structure;

/// <summary>One instruction of a compiled method.</summary>
/// <param name="Code">What it does.</param>
/// <param name="Operand">The token, local or number that it names; 0 where it names none.</param>
internal readonly record struct Instruction(OpCode Code, int Operand)
{
    /// <summary>The method that it calls, constructs or takes the address of; null where it does none of that.</summary>
    public MethodName? Method { get; init; }

    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields()
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value);

    /// <summary>The local variable that it writes; null where it writes none.</summary>
    public int? Stored => Code.Name switch
    {
        "stloc" or "stloc.s" => Operand,
        ['s', 't', 'l', 'o', 'c', '.', var digit] => digit - '0',
        _ => null,
    };

    /// <summary>The local variable that it reads; null where it reads none.</summary>
    public int? Loaded => Code.Name switch
    {
        "ldloc" or "ldloc.s" => Operand,
        ['l', 'd', 'l', 'o', 'c', '.', var digit] => digit - '0',
        _ => null,
    };

    /// <summary>The instructions of a method's body, in the order of the file.</summary>
    public static IReadOnlyList<Instruction> Of(ReadOnlySpan<byte> body)
    {
        List<Instruction> instructions = [];
        while (!body.IsEmpty)
        {
            short value = body[0] == 0xFE ? (short)(0xFE00 | body[1]) : body[0];
            OpCode code = Codes[value];
            body = body[code.Size..];
            (int operand, int size) = code.OperandType switch
            {
                OperandType.InlineNone => (0, 0),
                OperandType.ShortInlineVar or OperandType.ShortInlineI or OperandType.ShortInlineBrTarget => (body[0], 1),
                OperandType.InlineVar => (BinaryPrimitives.ReadUInt16LittleEndian(body), 2),
                OperandType.InlineI8 or OperandType.InlineR => (0, 8),
                OperandType.InlineSwitch => (0, 4 + 4 * BinaryPrimitives.ReadInt32LittleEndian(body)),
                _ => (BinaryPrimitives.ReadInt32LittleEndian(body), 4),
            };
            instructions.Add(new(code, operand));
            body = body[size..];
        }

        return instructions;
    }
}
