using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SupTickets.Layers.Blocked;

/// <summary>A whole program as one node of libtorch's graph: scores come out, gradients of the parameters go back.</summary>
internal sealed class ProgramFunction : autograd.SingleTensorFunction<ProgramFunction>
{
    private const string RunKey = "run", ProgramKey = "program", ParametersKey = "parameters";

    /// <inheritdoc/>
    public override string Name => nameof(ProgramFunction);

    /// <summary>[N, C, H, W] → [N, classes] scores, with the gradient of every parameter in <paramref name="parameters"/>.</summary>
    public static Tensor Apply(Program program, Tensor images, IReadOnlyList<Parameter> parameters) => apply([program, images, .. parameters]);

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        Program program = (Program)vars[0];
        Run run = program.Start(RunPurpose.Gradients);
        ctx.save_data(RunKey, new Pending(run));
        ctx.save_data(ProgramKey, program);
        ctx.save_data(ParametersKey, vars[2..]);
        return program.Forward(run, (Tensor)vars[1]);
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        Program program = (Program)ctx.get_data(ProgramKey);
        object[] parameters = (object[])ctx.get_data(ParametersKey);
        using var scope = NewDisposeScope();
        // Native code calls this, and an exception of ours would end the process there. A pass that went back already is answered with
        // gradients of no possible shape, which libtorch reports as an error of its own.
        if (((Pending)ctx.get_data(RunKey)).Take() is not { } run) return [null!, null!, .. parameters.Select(_ => zeros([]).MoveToOuterDisposeScope())];
        program.Backward(run, grad_output.contiguous());
        // The native side takes its own reference to each when this returns; ours go with the caller's scope.
        List<Tensor> gradients = [null!, null!, .. parameters.Select(parameter => run.TakeParameterGradient((Parameter)parameter)?.MoveToOuterDisposeScope()!)];
        program.End(run);
        return gradients;
    }

    // The run until its memory goes back to the pool.
    private sealed class Pending(Run run)
    {
        private Run? run = run;

        public Run? Take() => Interlocked.Exchange(ref run, null);
    }
}
