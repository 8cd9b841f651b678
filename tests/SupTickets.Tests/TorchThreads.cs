using System.Reflection;
using System.Runtime.CompilerServices;
using Xunit.v3;

[assembly: SupTickets.Tests.OneTorchThread]

namespace SupTickets.Tests;

/// <summary>Test classes run side by side; each spinning on every core would slow all of them down many times over.</summary>
internal static class TorchThreads
{
    [ModuleInitializer]
    internal static void OneEach() => TorchSharp.torch.set_num_threads(1);
}

/// <summary>
/// Every test begins with one thread. libtorch keeps the number for each thread of the process: one of the pool that first met libtorch
/// while another test asked for two would keep two, and which of two workers take part in a pass is chance.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class OneTorchThreadAttribute : BeforeAfterTestAttribute
{
    public override void Before(MethodInfo methodUnderTest, IXunitTest test) => TorchThreads.OneEach();
}
