namespace SupTickets.Tests.Structure;

/// <summary>
/// Which methods of TorchSharp hand a scalar of their own to native code while nothing refers to it, and who uses them. The collector may
/// free such a scalar during the call (see Topology/Scalars.cs). Read from the compiled code, so that every operator, default factor,
/// module and optimizer is found, in whatever version of TorchSharp this is.
/// </summary>
internal sealed class LooseScalars
{
    private const string Scalar = "TorchSharp.Scalar", Constructor = ".ctor";
    private readonly Dictionary<MethodName, string> reasons = [];

    public LooseScalars(CompiledAssembly torchSharp)
    {
        ILookup<MethodName, MethodName> callers = Callers(torchSharp);
        Queue<MethodName> open = [];
        foreach (CompiledMethod method in torchSharp.Methods)
        {
            if (Unheld(method).FirstOrDefault() is { } made) Add(method.Name, $"makes one by {made.Name}");
        }

        while (open.TryDequeue(out MethodName? next))
        {
            foreach (MethodName caller in callers[next]) Add(caller, $"uses {next}");
        }

        void Add(MethodName name, string why)
        {
            // What returns a scalar leaves it to its caller, who is looked at himself.
            if (name.Returns != Scalar && reasons.TryAdd(name, why)) open.Enqueue(name);
        }
    }

    /// <summary>TorchSharp's methods that leave a scalar to the collector, and why each does.</summary>
    public IReadOnlyDictionary<MethodName, string> Reasons => reasons;

    /// <summary>
    /// Where <paramref name="assembly"/> does so, by itself or by a method of TorchSharp's; not where finalizers are paused.
    /// </summary>
    public IEnumerable<(MethodName In, string What)> Of(CompiledAssembly assembly)
    {
        HashSet<string> paused =
            [.. assembly.Methods.Where(method => method.Name.Name == Constructor && Pauses(method)).Select(method => method.Name.Type)];
        return from method in assembly.Methods
               where !Pauses(method) && !paused.Contains(method.Name.Type.Split('+')[0])
               from stray in Unheld(method).Select(made => $"{made} is held by nothing")
                   .Concat(method.Named.Where(reasons.ContainsKey).Select(named => $"{named} {reasons[named]}"))
               select (method.Name, stray);
    }

    // Whoever constructs an object may have its overrides called, by way of the base type: modules by call, optimizers by step.
    private static ILookup<MethodName, MethodName> Callers(CompiledAssembly assembly)
    {
        string[] harmless = ["ToString", "Equals", "GetHashCode", "Finalize", "Dispose"];
        ILookup<string, MethodName> overrides = assembly.Methods
            .Where(method => method.IsOverride && !harmless.Contains(method.Name.Name))
            .ToLookup(method => method.Name.Type, method => method.Name);
        return (from method in assembly.Methods
                from named in method.Named
                from reached in named.Name == Constructor ? overrides[named.Type].Prepend(named) : [named]
                select (reached, method.Name)).ToLookup(pair => pair.reached, pair => pair.Name);
    }

    // Held is what goes into a field, or into a variable that is disposed or kept alive further on.
    private static IEnumerable<MethodName> Unheld(CompiledMethod method)
    {
        for (int i = 0; i < method.Instructions.Count; i++)
        {
            if (method.Instructions[i].Method is not { } called || !Makes(called)) continue;
            Instruction next = i + 1 < method.Instructions.Count ? method.Instructions[i + 1] : default;
            bool held = next.Code.Name is "stfld" or "stsfld" || (next.Stored is { } local && IsKept(method.Instructions, i + 2, local));
            if (!held) yield return called;
        }
    }

    private static bool IsKept(IReadOnlyList<Instruction> instructions, int from, int local)
    {
        for (int i = from; i + 1 < instructions.Count; i++)
        {
            if (instructions[i].Loaded == local && instructions[i + 1].Method is { Name: "Dispose" or "KeepAlive" }) return true;
        }

        return false;
    }

    // A method of ours that returned a new one would be found out itself, since it does not hold it.
    private static bool Makes(MethodName called) =>
        (called.Returns == Scalar && called.Type.StartsWith("TorchSharp.", StringComparison.Ordinal))
            || called is { Type: Scalar, Name: Constructor };

    private static bool Pauses(CompiledMethod method) =>
        method.Named.Any(named => named.Name == Constructor && named.Type == typeof(PausedFinalizers).FullName);
}
