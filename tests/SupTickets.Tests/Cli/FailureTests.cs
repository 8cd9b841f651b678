using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.InteropServices;
using SupTickets.Cli;
using SupTickets.Cli.Output;
using SupTickets.Experiments.Data;
using SupTickets.Experiments.Runs;
using SupTickets.Training;
using SupTickets.Values;

namespace SupTickets.Tests.Cli;

[SuppressMessage("Usage", "CA2201", Justification = "These are what the runtime and libtorch throw.")]
public sealed class FailureTests
{
    public static TheoryData<Exception, int> Exceptions => new()
    {
        { new SettingException([new("schedule.epochs", "0", "more")]), 2 },
        { new DataException("labels.bin: cut off at byte 7"), 2 },
        { new RunFolderException("'runs/a' is not empty"), 2 },
        { new UnknownNameException("model", "vgg17", ["vgg16"]), 2 },
        { new InvalidDataException("ticket.safetensors: checksum"), 2 },
        { new FileNotFoundException("no such file"), 2 },
        { new RequestException("--points: got 2"), 2 },
        { new ArgumentException("a fault of ours"), 1 },
        { new ArgumentOutOfRangeException("width", 0, "width must be above 0"), 1 },
        { new OperationCanceledException(), 130 },
        { new TrainingException("the loss of step 3 is NaN"), 1 },
        { new IOException("disk full"), 1 },
        { new InvalidOperationException("a bug"), 1 },
        { new ArgumentNullException("x"), 1 },
        { new TargetInvocationException(new DataException("inside")), 2 },
        { new AggregateException(new DataException("inside")), 2 },
    };

    [Theory]
    [MemberData(nameof(Exceptions), DisableDiscoveryEnumeration = true)]
    public void Whose_fault_it_is_decides_the_exit_code(Exception error, int code)
    {
        Failure failure = Failure.Of(error);
        Assert.Equal(code, failure.ExitCode);
        Assert.DoesNotContain("   at ", failure.Message, StringComparison.Ordinal);
        if (code == 2) Assert.DoesNotContain("Parameter '", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Something_unexpected_says_how_to_see_more() =>
        Assert.Equal("unexpected error: this is a fault of the program, not of the request: InvalidOperationException: a bug; "
            + "SUPTICKETS_TRACE=1 prints the stack", Failure.Of(new InvalidOperationException("a bug")).Message);

    /// <summary>A wrong argument that somebody passes while a command works is no wrong request, though the request came to it.</summary>
    [Fact]
    public void A_wrong_argument_within_a_command_is_a_fault_of_the_program_and_says_so()
    {
        using StringWriter error = new();
        Assert.Equal(1, CommandLine.Run(["inspect", "--model", "lenet5"], Terminal.Plain(new Faulty(), error)));
        Assert.StartsWith(
            "suptickets: unexpected error: this is a fault of the program, not of the request: ArgumentOutOfRangeException: no such column",
            error.ToString(), StringComparison.Ordinal);
        Assert.EndsWith($"; {Failure.TraceVariable}=1 prints the stack", error.ToString().TrimEnd(), StringComparison.Ordinal);
    }

    private sealed class Faulty : StringWriter
    {
        public override void Write(char value) => throw new ArgumentOutOfRangeException(nameof(value), value, "no such column");

        public override void Write(string? value) => Write(' ');

        public override void Write(char[] buffer, int index, int count) => Write(' ');

        public override void WriteLine(string? value) => Write(' ');
    }

    public static TheoryData<Exception> Memory => new()
    {
        new OutOfMemoryException(),
        new InsufficientMemoryException(),
        new TypeInitializationException("SupTickets.X", new OutOfMemoryException()),
        new AggregateException(new OutOfMemoryException()),
        new ExternalException(
            "[enforce fail at alloc_cpu.cpp:117] err == 0. DefaultCPUAllocator: can't allocate memory: you tried to allocate 8 bytes."),
        new ExternalException("CUDA out of memory. Tried to allocate 2.00 GiB"),
        new ExternalException("std::bad_alloc"),
    };

    [Theory]
    [MemberData(nameof(Memory), DisableDiscoveryEnumeration = true)]
    public void Memory_that_runs_out_is_named_with_the_limit_and_a_remedy(Exception error)
    {
        var (code, message) = Failure.Of(error, new(null, 4_096_000_000));
        Assert.Equal(1, code);
        Assert.StartsWith(
            "there is not enough memory: a smaller batch, a smaller model or fewer threads need less "
            + "(ulimit -v allows 4096 MB of address space; libtorch alone needs about 4000)",
            message,
            StringComparison.Ordinal);
        Assert.DoesNotContain("ulimit", Failure.Of(error, new(null, null)).Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void Files_that_run_out_are_named_with_the_limit() => Assert.Equal(
        new Failure(1, "Too many open files : '/data/x.png' (ulimit -n allows 200)"),
        Failure.Of(new TypeInitializationException("X", new IOException("Too many open files : '/data/x.png'")), new(200, null)));

    [Fact]
    public void A_library_that_cannot_load_for_want_of_addresses_says_so() => Assert.Equal(
        new Failure(1, "the native library of TorchSharp cannot be loaded (ulimit -v allows 3072 MB of address space; libtorch alone needs "
            + "about 4000)"),
        Failure.Of(new NotSupportedException("doesn't contain a reference to libtorch-cpu"), new(null, 3_072_000_000)));

    [Fact]
    public void A_native_library_that_cannot_load_says_what_to_install()
    {
        Exception loader = new DllNotFoundException("libstdc++.so.6: version `GLIBCXX_3.4.32' not found");
        Exception[] shapes =
        [
            loader,
            new TypeInitializationException("TorchSharp.torch", loader),
            new TypeInitializationException("TorchSharp.torch", new NotSupportedException(
                "This application or script uses TorchSharp but doesn't contain a reference to libtorch")),
        ];
        foreach (Exception shape in shapes)
        {
            Failure failure = Failure.Of(shape, new(null, null));
            Assert.Equal(1, failure.ExitCode);
            Assert.Contains("GLIBCXX_3.4.32", failure.Message, StringComparison.Ordinal);
            Assert.Contains("Ubuntu 24.04, Debian 13 and Fedora 39", failure.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', failure.Message);
        }
    }
}
