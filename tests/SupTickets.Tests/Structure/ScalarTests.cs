using SupTickets.Topology;
using TorchSharp;
using static TorchSharp.torch;

namespace SupTickets.Tests.Structure;

/// <summary>
/// TorchSharp frees a scalar under the native call that uses it when nothing else refers to it (see Topology/Scalars.cs). No assembly of
/// ours may leave one to that: neither the library and the tool, nor these tests, which would fail at random.
/// </summary>
public sealed class ScalarTests
{
    private static readonly Lazy<LooseScalars> Loose = new(() => new(new(typeof(torch).Assembly.Location)));

    public static TheoryData<string> Assemblies =>
        [.. Directory.EnumerateFiles(AppContext.BaseDirectory, "SupTickets*.dll").Select(path => Path.GetFileName(path)!)
            .Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void No_tensor_operation_is_given_a_scalar_that_nobody_holds(string assembly)
    {
        string[] strays = [.. Loose.Value.Of(new(Path.Combine(AppContext.BaseDirectory, assembly)))
            .Where(stray => !stray.In.Type.StartsWith(typeof(Specimens).FullName!, StringComparison.Ordinal))
            .Select(stray => $"{stray.In}: {stray.What}")];
        Assert.True(strays.Length == 0, string.Join("\n", strays));
    }

    [Fact]
    public void The_library_the_tool_and_these_tests_are_among_the_assemblies() =>
        Assert.Superset(new HashSet<object> { "SupTickets.dll", "SupTickets.Cli.dll", "SupTickets.Kernels.dll", "SupTickets.Tests.dll" },
            Assemblies.Select(row => row.Data).ToHashSet<object>());

    /// <summary>What the check sees, one way of leaving or holding a scalar each.</summary>
    [Theory]
    [InlineData(nameof(Specimens.Implicit), true)]
    [InlineData(nameof(Specimens.OperatorOfANumber), true)]
    [InlineData(nameof(Specimens.OperatorThatHidesItsFactor), true)]
    [InlineData(nameof(Specimens.DefaultFactor), true)]
    [InlineData(nameof(Specimens.Function), true)]
    [InlineData(nameof(Specimens.Comparison), true)]
    [InlineData(nameof(Specimens.Module), true)]
    [InlineData(nameof(Specimens.Optimizer), true)]
    [InlineData(nameof(Specimens.DroppedVariable), true)]
    [InlineData(nameof(Specimens.HeldByUsing), false)]
    [InlineData(nameof(Specimens.KeptAlive), false)]
    [InlineData(nameof(Specimens.HeldByTheProgram), false)]
    [InlineData(nameof(Specimens.NumbersThatStayNumbers), false)]
    [InlineData(nameof(Specimens.Paused), false)]
    public void The_check_sees(string specimen, bool loose)
    {
        var strays = Loose.Value.Of(new(typeof(ScalarTests).Assembly.Location))
            .Where(stray => stray.In.Type == typeof(Specimens).FullName && stray.In.Name == specimen);
        Assert.Equal(loose, strays.Any());
    }

    private static class Specimens
    {
        public static Tensor Implicit(Tensor x) => x.mul(2);

        public static Tensor OperatorOfANumber(Tensor x) => x * 2f;

        public static Tensor OperatorThatHidesItsFactor(Tensor x) => x + x;

        public static Tensor DefaultFactor(Tensor x) => x.add_(x);

        public static Tensor Function(Tensor x) => nn.functional.leaky_relu(x, 0.1);

        public static Tensor Comparison(Tensor x) => x > 0;

        public static Tensor Module(Tensor x) => nn.LeakyReLU(0.1).call(x);

        public static TorchSharp.Modules.SGD Optimizer(nn.Module module) => optim.SGD(module.parameters(), 0.1);

        public static Tensor DroppedVariable(Tensor x)
        {
            Scalar two = 2.ToScalar();
            Tensor once = x.mul(two);
            return once.mul(two);
        }

        public static Tensor HeldByUsing(Tensor x)
        {
            using Scalar two = 2.ToScalar();
            return x.mul(two);
        }

        public static Tensor KeptAlive(Tensor x)
        {
            Scalar two = 2.ToScalar();
            Tensor twice = x.mul(two);
            GC.KeepAlive(two);
            return twice;
        }

        public static Tensor HeldByTheProgram(Tensor x) => x.add(x, Scalars.One);

        public static Tensor NumbersThatStayNumbers(Tensor x) => nn.functional.dropout(x, 0.5).sum(1).narrow(0, 1, 2) * tensor(2f) / x;

        public static Tensor Paused(Tensor x)
        {
            using PausedFinalizers held = new();
            return x * 2f;
        }
    }
}
