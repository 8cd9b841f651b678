using System.Buffers.Binary;
using System.Text;
using CsCheck;
using SupTickets.Storage;

namespace SupTickets.Tests.Storage;

public sealed class SafetensorsTests : IDisposable
{
    private static readonly Dictionary<string, string> Note = new() { ["kind"] = "test \"quoted\" ü", ["a"] = "" };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_layout_is_the_one_of_the_format()
    {
        SafetensorsWriter.Write(
            folder["a"], [StoredTensor.Of("x", [1f, 2f]), StoredTensor.Of("n", new long[] { 7 }, [])], new Dictionary<string, string>());
        byte[] bytes = File.ReadAllBytes(folder["a"]);
        int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        string header = Encoding.UTF8.GetString(bytes, 8, length);
        Assert.Equal(0, length % 8);
        Assert.Matches(
            """^\{"__metadata__":\{"checksum":"[0-9a-f]{64}"\},"x":\{"dtype":"F32","shape":\[2\],"data_offsets":"""
                + """\[8,16\]\},"n":\{"dtype":"I64","shape":\[\],"data_offsets":\[0,8\]\}\} *$""",
            header);
        Assert.Equal([7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x80, 0x3F, 0, 0, 0, 0x40], bytes[(8 + length)..]);
    }

    [Fact]
    public void A_file_without_checksum_from_another_tool_loads_only_where_that_is_allowed()
    {
        WriteRaw(
            """{"__metadata__":{"format":"pt"},"w":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}""",
            BitConverter.GetBytes(1f).Concat(BitConverter.GetBytes(-2f)));
        SafetensorsFile file = SafetensorsFile.Read(folder["raw"]);
        Assert.Equal([1f, -2f], file.Floats("w"));
        Assert.Equal([1, 2], file.Sizes("w"));
        Assert.Equal("pt", file.Text("format"));
        Assert.False(file.HasChecksum);
        Assert.Contains("no checksum", Defect(() => SafetensorsFile.Read(folder["raw"], Integrity.Required)));
    }

    [Fact]
    public void Whatever_is_written_is_read_back_and_the_same_input_gives_the_same_bytes() =>
        Gen.Select(Gen.Float.Array[0, 40], Gen.Int.Array[0, 40], Gen.Long.Array[0, 40], Gen.Dictionary(Gen.String, Gen.String)[0, 4])
            .Sample(
            (floats, ints, longs, metadata) =>
            {
                metadata.Remove("checksum");
                StoredTensor[] tensors = [
                    StoredTensor.Of("a.f", floats), StoredTensor.Of("ü", ints, [ints.Length, 1]), StoredTensor.Of("", longs)];
                SafetensorsWriter.Write(folder["one"], tensors, metadata);
                SafetensorsWriter.Write(folder["two"], tensors, metadata.Reverse().ToDictionary());
                SafetensorsFile file = SafetensorsFile.Read(folder["one"], Integrity.Required);
                Assert.Equal(["a.f", "ü", ""], file.Names);
                Assert.Equal(floats.Select(BitConverter.SingleToUInt32Bits), file.Floats("a.f").Select(BitConverter.SingleToUInt32Bits));
                Assert.Equal(ints, file.Ints("ü"));
                Assert.Equal([ints.Length, 1], file.Sizes("ü"));
                Assert.Equal(longs, file.Longs(""));
                Assert.Equivalent(metadata, file.Metadata, strict: true);
                Assert.Equal(File.ReadAllBytes(folder["one"]), File.ReadAllBytes(folder["two"]));
            },
            iter: 50,
            threads: 1);

    [Fact]
    public void Every_flipped_bit_is_detected()
    {
        byte[] whole = Small();
        for (int bit = 0; bit < 8 * whole.Length; bit++)
        {
            byte[] flipped = [.. whole];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            File.WriteAllBytes(folder["flipped"], flipped);
            Assert.StartsWith(folder["flipped"], Defect(() => SafetensorsFile.Read(folder["flipped"], Integrity.Required)));
        }
    }

    [Fact]
    public void Every_truncation_and_any_added_byte_is_detected_even_without_looking_at_the_checksum()
    {
        byte[] whole = Small();
        for (int length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(folder["cut"], whole[..length]);
            Assert.StartsWith(folder["cut"], Defect(() => SafetensorsFile.Read(folder["cut"])));
        }

        File.WriteAllBytes(folder["cut"], [.. whole, 0]);
        Assert.Contains("added", Defect(() => SafetensorsFile.Read(folder["cut"])));
    }

    [Theory]
    [InlineData("""{"w":{"dtype":"F32","shape":[1152921504606846976],"data_offsets":[0,4611686018427387904]}}""", "follow the header")]
    [InlineData("""{"w":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,4]}}""", "which is not")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", "which is not F32 [2]")]
    [InlineData("""{"w":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", "whole number")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", "which is not")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4,4]}}""", "two data_offsets")]
    [InlineData("""{"w":{"dtype":"F8_E4M3","shape":[4],"data_offsets":[0,4]}}""", "F8_E4M3")]
    [InlineData("""{"w":{"dtype":"1","shape":[1],"data_offsets":[0,4]}}""", "has type '1'")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"w":{"dtype":"F32","shape":[0],"data_offsets":[4,4]}}""", "twice")]
    [InlineData(
        """{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"v":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "precedes")]
    [InlineData(
        """{"v":{"dtype":"I32","shape":[1],"data_offsets":[0,4]},"w":{"dtype":"I32","shape":[1],"data_offsets":[8,12]}}""", "precedes")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1]}}""", "lacks")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"extra":1}}""", "extra")]
    [InlineData("""{"w":[1]}""", "StartObject")]
    [InlineData("""{"__metadata__":{"a":1}}""", "String")]
    [InlineData("""{"__metadata__":{"a":"1","a":"2"}}""", "twice")]
    [InlineData("""{"__metadata__":{"checksum":"abc"}}""", "checksum")]
    [InlineData("""[]""", "'{'")]
    [InlineData("""{} {}""", "JSON")]
    public void A_defective_header_is_named(string header, string expected)
    {
        WriteRaw(header, new byte[4]);
        string message = Defect(() => SafetensorsFile.Read(folder["raw"]));
        Assert.StartsWith(folder["raw"], message);
        Assert.Contains(expected, message);
    }

    [Fact]
    public void A_huge_claim_allocates_nothing()
    {
        byte[] huge = new byte[64];
        BinaryPrimitives.WriteUInt64LittleEndian(huge, ulong.MaxValue);
        File.WriteAllBytes(folder["header"], huge);
        WriteRaw("""{"w":{"dtype":"F32","shape":[536870911],"data_offsets":[0,2147483644]}}""", new byte[4]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("claims", Defect(() => SafetensorsFile.Read(folder["header"])));
        Assert.Contains("follow the header", Defect(() => SafetensorsFile.Read(folder["raw"])));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Asking_for_what_is_not_there_names_file_and_tensor()
    {
        File.WriteAllBytes(folder["small"], Small());
        SafetensorsFile file = SafetensorsFile.Read(folder["small"]);
        Assert.Contains("no tensor 'nothing'", Defect(() => file.Floats("nothing")));
        Assert.Contains("'f' holds F32, not I32", Defect(() => file.Ints("f")));
        Assert.Contains("lacks 'format'", Defect(() => file.Text("format")));
    }

    [Fact]
    public void Input_that_makes_no_file_is_refused_and_leaves_nothing()
    {
        Assert.Throws<ArgumentException>(
            () => SafetensorsWriter.Write(folder["x"], [StoredTensor.Of("a", [1f]), StoredTensor.Of("a", [1f])], Note));
        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(folder["x"], [StoredTensor.Of("a", [1f], [2])], Note));
        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(folder["x"], [StoredTensor.Of("__metadata__", [1f])], Note));
        Assert.Throws<ArgumentException>(
            () => SafetensorsWriter.Write(folder["x"], [], new Dictionary<string, string> { ["checksum"] = "0" }));
        Assert.Empty(folder.Files);
    }

    private static string Defect(Action read) => Assert.Throws<InvalidDataException>(read).Message;

    private byte[] Small()
    {
        SafetensorsWriter.Write(
            folder["s"], [StoredTensor.Of("f", [1f, 2f, 3f]), StoredTensor.Of("i", [4, 5]), StoredTensor.Of("l", [6L])], Note);
        return File.ReadAllBytes(folder["s"]);
    }

    private void WriteRaw(string header, IEnumerable<byte> data)
    {
        byte[] json = Encoding.UTF8.GetBytes(header);
        File.WriteAllBytes(folder["raw"], [.. BitConverter.GetBytes((ulong)json.Length), .. json, .. data]);
    }
}
