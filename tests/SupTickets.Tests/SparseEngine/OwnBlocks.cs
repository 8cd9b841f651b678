using SupTickets.Layers;
using SupTickets.SparseEngine;
using SupTickets.Topology;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace SupTickets.Tests.SparseEngine;

/// <summary>Modules as a user may write them, with the operations that they add to the sparse engine's graph.</summary>
internal static class OwnBlocks
{
    internal sealed class Tanh() : nn.Module<Tensor, Tensor>(nameof(Tanh))
    {
        public bool Forgets { get; init; }

        public override Tensor forward(Tensor input)
        {
            if (GraphBuilder.Current is not { } graph) return input.tanh();
            Value value = graph.Find(input);
            return graph.Add(new TanhOperation(value, graph.AddValueLike(value), Forgets));
        }
    }

    internal sealed class TanhOperation(Value input, Value output, bool forgets) : Operation
    {
        public override IReadOnlyList<Value> Inputs { get; } = [input];

        public override Value Output => output;

        public override IEnumerable<Value> ReadAgain => forgets ? [] : [output];

        public override void Forward(Run run)
        {
            ReadOnlySpan<float> from = run.Numbers(input);
            Span<float> to = run.Numbers(output);
            for (int i = 0; i < from.Length; i++) to[i] = MathF.Tanh(from[i]);
        }

        public override void Backward(Run run)
        {
            if (!input.NeedsGradient) return;
            ReadOnlySpan<float> tanh = run.Numbers(output), gradient = run.OutputGradient(output);
            Span<float> to = run.InputGradient(input, out bool adds);
            for (int i = 0; i < to.Length; i++) to[i] = (adds ? to[i] : 0) + (1 - tanh[i] * tanh[i]) * gradient[i];
        }
    }

    // sign(x) · √|x|.
    internal sealed class Root() : nn.Module<Tensor, Tensor>(nameof(Root))
    {
        public override Tensor forward(Tensor input)
        {
            if (GraphBuilder.Current is not { } graph) return input.sign().mul(input.abs().sqrt());
            Value value = graph.Find(input);
            return graph.Add(new RootOperation(value, graph.AddValueLike(value)));
        }
    }

    internal sealed class RootOperation(Value input, Value output) : Operation
    {
        public override IReadOnlyList<Value> Inputs { get; } = [input];

        public override Value Output => output;

        public override IEnumerable<Value> ReadAgain => [input];

        public override void Forward(Run run)
        {
            ReadOnlySpan<float> from = run.Numbers(input);
            Span<float> to = run.Numbers(output);
            for (int i = 0; i < from.Length; i++) to[i] = MathF.CopySign(MathF.Sqrt(MathF.Abs(from[i])), from[i]);
        }

        public override void Backward(Run run)
        {
            if (!input.NeedsGradient) return;
            ReadOnlySpan<float> from = run.Numbers(input), gradient = run.OutputGradient(output);
            Span<float> to = run.InputGradient(input, out bool adds);
            for (int i = 0; i < to.Length; i++) to[i] = (adds ? to[i] : 0) + gradient[i] * 0.5f / MathF.Sqrt(MathF.Abs(from[i]));
        }
    }

    internal sealed class ReadsAgain : nn.Module<Tensor, Tensor>
    {
        private readonly SparseConv2d conv = new(2, 3, 3, padding: 1);
        private readonly ResidualSum sum = new();
        private readonly Flatten flatten = new();
        private readonly SparseLinear fc = new(108, EnginePair.Classes);

        public ReadsAgain()
            : base(nameof(ReadsAgain)) => RegisterComponents();

        // Densely the sum is written into the branch.
        public override Tensor forward(Tensor input)
        {
            Tensor branch = conv.call(input), shortcut = conv.call(input);
            return fc.call(flatten.call(sum.call(sum.call(branch, shortcut), branch)));
        }
    }

    internal sealed class Added() : nn.Module<Tensor, Tensor, Tensor>(nameof(Added))
    {
        public override Tensor forward(Tensor first, Tensor second)
        {
            if (GraphBuilder.Current is not { } graph) return first.add(second, Scalars.One);
            Value left = graph.Find(first), right = graph.Find(second);
            return graph.Add(
                new AddedOperation(left, right, graph.AddValue(left.Shape, left.Rank, left.NeedsGradient || right.NeedsGradient)));
        }
    }

    internal sealed class AddedOperation(Value left, Value right, Value output) : Operation
    {
        public override IReadOnlyList<Value> Inputs { get; } = [left, right];

        public override Value Output => output;

        public override IEnumerable<Value> ReadAgain => [];

        public override void Forward(Run run)
        {
            Span<float> to = run.Numbers(output);
            run.Numbers(left).CopyTo(to);
            ReadOnlySpan<float> other = run.Numbers(right);
            for (int i = 0; i < to.Length; i++) to[i] += other[i];
        }

        public override void Backward(Run run)
        {
            foreach (Value part in Inputs.Where(value => value.NeedsGradient))
            {
                Span<float> to = run.InputGradient(part, out bool adds);
                ReadOnlySpan<float> gradient = run.OutputGradient(output);
                if (!adds) gradient.CopyTo(to);
                else for (int i = 0; i < to.Length; i++) to[i] += gradient[i];
            }
        }
    }

    internal sealed class Residual : nn.Module<Tensor, Tensor>
    {
        private readonly SparseConv2d first = new(2, 3, 3, padding: 1);
        private readonly SparseConv2d second = new(3, 3, 3, padding: 1);
        private readonly Tanh tanh = new();
        private readonly Added sum = new();
        private readonly Flatten flatten = new();
        private readonly SparseLinear fc = new(108, EnginePair.Classes);

        public Residual()
            : base(nameof(Residual)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            Tensor trunk = first.call(input);
            return fc.call(flatten.call(sum.call(sum.call(tanh.call(second.call(trunk)), trunk), tanh.call(trunk))));
        }
    }

    internal sealed class Scale : nn.Module<Tensor, Tensor>
    {
        private readonly Parameter factor;

        public bool ClaimsToLearn { get; init; } = true;

        public Scale()
            : base(nameof(Scale))
        {
            factor = new(tensor([0.7f]));
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            if (GraphBuilder.Current is not { } graph) return input.mul(factor.to(input.dtype));
            Value value = graph.Find(input);
            return graph.Add(new ScaleOperation(this, value, graph.AddValue(value.Shape, value.Rank, ClaimsToLearn)));
        }

        private sealed class ScaleOperation(Scale scale, Value input, Value output) : Operation
        {
            public override nn.Module Module => scale;

            public override IReadOnlyList<Value> Inputs { get; } = [input];

            public override Value Output => output;

            public override IEnumerable<Value> ReadAgain => [input];

            public override void Forward(Run run)
            {
                float factor = scale.factor.data<float>()[0];
                ReadOnlySpan<float> from = run.Numbers(input);
                Span<float> to = run.Numbers(output);
                for (int i = 0; i < to.Length; i++) to[i] = factor * from[i];
            }

            public override void Backward(Run run)
            {
                ReadOnlySpan<float> from = run.Numbers(input), gradient = run.OutputGradient(output);
                float factor = scale.factor.data<float>()[0];
                double sum = 0;
                for (int i = 0; i < from.Length; i++)
                {
                    // Lanes beyond the last sample hold numbers of no sample, whose gradient is zero.
                    if (gradient[i] != 0) sum += (double)from[i] * gradient[i];
                }

                run.ParameterGradient(scale.factor).copy_(tensor([(float)sum]));
                if (!input.NeedsGradient) return;
                Span<float> to = run.InputGradient(input, out bool adds);
                for (int i = 0; i < to.Length; i++) to[i] = (adds ? to[i] : 0) + factor * gradient[i];
            }
        }
    }

    internal sealed class ScaledTwice : nn.Module<Tensor, Tensor>
    {
        private readonly SparseConv2d conv = new(2, 3, 3);
        private readonly Scale scale = new();
        private readonly Relu relu = new();
        private readonly Flatten flatten = new();
        private readonly SparseLinear fc = new(48, EnginePair.Classes);

        public ScaledTwice()
            : base(nameof(ScaledTwice)) => RegisterComponents();

        public override Tensor forward(Tensor input) => fc.call(flatten.call(scale.call(relu.call(scale.call(conv.call(input))))));
    }
}
