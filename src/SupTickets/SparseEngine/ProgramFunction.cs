using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SupTickets.SparseEngine;

/// <summary>A whole program as one node of libtorch's graph: scores come out, gradients of images and parameters go back.</summary>
internal sealed class ProgramFunction : autograd.SingleTensorFunction<ProgramFunction>
{
    private const string RunKey = "run", ProgramKey = "program", ParametersKey = "parameters";

    /// <inheritdoc/>
    public override string Name => nameof(ProgramFunction);

    /// <summary>
    /// [N, C, H, W] → [N, classes] scores, with the gradient of every parameter in <paramref name="parameters"/>, and of the images if the
    /// program was made for that.
    /// </summary>
    public static Tensor Apply(Program program, Tensor images, IReadOnlyList<Parameter> parameters) =>
        apply([program, images, .. parameters]);

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        Program program = (Program)vars[0];
        Run run = program.Start(RunPurpose.Gradients);
        ctx.save_data(RunKey, new Pending(run));
        ctx.save_data(ProgramKey, program);
        ctx.save_data(ParametersKey, vars[2..].Cast<Parameter>().ToArray());
        try
        {
            return program.Forward(run, (Tensor)vars[1]);
        }
        catch
        {
            program.End(run);
            throw;
        }
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        Program program = (Program)ctx.get_data(ProgramKey);
        Pending pending = (Pending)ctx.get_data(RunKey);
        Parameter[] parameters = (Parameter[])ctx.get_data(ParametersKey);
        using var scope = NewDisposeScope();
        try
        {
            // The native side takes its own reference to each when this returns; ours go with the caller's scope.
            return [
                null!, .. Gradients(program, pending, parameters, grad_output).Select(gradient => gradient?.MoveToOuterDisposeScope()!)];
        }
        catch (Exception failure)
        {
            // Native code calls this, and an exception would end the process there. Gradients of no possible shape are an error of
            // libtorch's own.
            BackwardFailure.Keep(failure);
            return [null!, .. Enumerable.Range(0, 1 + parameters.Length).Select(_ => zeros([]).MoveToOuterDisposeScope())];
        }
    }

    private static Tensor?[] Gradients(Program program, Pending pending, Parameter[] parameters, Tensor ofScores)
    {
        Run run = pending.Take() ?? throw new InvalidOperationException(
            "these scores went back already, and what that needed is no longer kept: compute them once more");
        try
        {
            if (parameters.Any(parameter => parameter.IsInvalid))
                throw new ObjectDisposedException(
                    "SparseNetwork", "the network was disposed, or its connections changed, before the backward pass");
            program.Backward(run, ofScores.contiguous());
            return [program.ImageGradient(run), .. parameters.Select(run.TakeParameterGradient)];
        }
        finally
        {
            program.End(run);
        }
    }

    // The run until its memory goes back to the pool.
    private sealed class Pending(Run run)
    {
        private Run? run = run;

        public Run? Take() => Interlocked.Exchange(ref run, null);
    }
}
