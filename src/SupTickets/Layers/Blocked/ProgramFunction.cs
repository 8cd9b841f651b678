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
        ctx.save_data(RunKey, run);
        ctx.save_data(ProgramKey, program);
        ctx.save_data(ParametersKey, vars[2..]);
        return program.Forward(run, (Tensor)vars[1]);
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        Run run = (Run)ctx.get_data(RunKey);
        Program program = (Program)ctx.get_data(ProgramKey);
        object[] parameters = (object[])ctx.get_data(ParametersKey);
        using var scope = NewDisposeScope();
        program.Backward(run, grad_output.contiguous());
        // The native side takes its own reference to each when this returns; ours go with the caller's scope.
        List<Tensor> gradients = [null!, null!, .. parameters.Select(parameter => run.TakeParameterGradient((Parameter)parameter)?.MoveToOuterDisposeScope()!)];
        program.End(run);
        return gradients;
    }
}
