using SupTickets.Layers;
using SupTickets.SparseEngine;
using SupTickets.Topology;
using SupTickets.Values;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace SupTickets.Tests.SparseEngine;

/// <summary>Modules of a user's own that add operations of their own: what they give equals libtorch's, in Float64, with all
/// gradients.</summary>
public sealed class OwnBlockTests
{
    private static readonly ImageShape Input = new(2, 6, 6);

    [Fact]
    public void An_activation_after_a_convolution() => RequireSame(() => nn.Sequential(
        ("conv", new SparseConv2d(2, 5, 3)), ("tanh", new Tanh()), ("flatten", new Flatten()), (
            "fc", new SparseLinear(80, EnginePair.Classes))));

    [Fact]
    public void An_activation_of_features() => RequireSame(() => nn.Sequential(
        ("flatten", new Flatten()), ("fc1", new SparseLinear(72, 33)), ("tanh", new Tanh()), (
            "fc2", new SparseLinear(33, EnginePair.Classes))));

    [Fact]
    public void A_sum_whose_parts_are_read_by_others_too() => RequireSame(() => new Residual());

    [Fact]
    public void A_block_with_a_parameter_of_its_own_used_twice() => RequireSame(() => new ScaledTwice());

    [Fact]
    public void A_norm_stays_apart_from_an_operation_that_it_does_not_know() => RequireSame(() => nn.Sequential(
        ("conv", new SparseConv2d(2, 5, 3)), ("norm", new SupTickets.Layers.BatchNorm(5)), ("tanh", new Tanh()), (
            "relu", new Relu { InPlace = false }),
        ("flatten", new Flatten()), ("fc", new SparseLinear(80, EnginePair.Classes))));

    /// <summary>Its gradient is infinite at 0, which lanes without a sample must not lead on.</summary>
    [Fact]
    public void A_root_has_no_gradient_where_no_sample_is() => RequireSame(() => nn.Sequential(
        ("conv", new SparseConv2d(2, 5, 3, bias: BiasKind.None)), ("root", new Root()), ("flatten", new Flatten()),
        ("fc", new SparseLinear(80, EnginePair.Classes))));

    [Fact]
    public void Parameters_on_the_images_learn_only_where_the_output_needs_a_gradient()
    {
        RequireSame(() => nn.Sequential(
            ("scale", new Scale()), ("flatten", new Flatten()), ("fc", new SparseLinear(72, EnginePair.Classes))));
        using var scope = NewDisposeScope();
        using EnginePair pair = EnginePair.Of(
            () => nn.Sequential(
                ("scale", new Scale { ClaimsToLearn = false }), ("flatten", new Flatten()),
                ("fc", new SparseLinear(72, EnginePair.Classes))),
            0.5);
        var refusal = Assert.Throws<InvalidOperationException>(() => pair.Sparse.call(EnginePair.Images(5, Input, seed: 5)));
        Assert.Contains("as Scale has parameters that learn", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_that_are_not_read_again_are_not_to_be_had_in_the_backward_pass()
    {
        using var scope = NewDisposeScope();
        using EnginePair pair = EnginePair.Of(
            () => nn.Sequential(
                ("conv", new SparseConv2d(2, 5, 3)), ("tanh", new Tanh { Forgets = true }), ("relu", new Relu { InPlace = false }),
                ("flatten", new Flatten()), ("fc", new SparseLinear(80, EnginePair.Classes))),
            0.5);
        Tensor loss = pair.Sparse.call(EnginePair.Images(5, Input, seed: 5)).sum();
        var refusal = Assert.Throws<InvalidOperationException>(() => BackwardFailure.Surface(() => loss.backward()));
        Assert.Contains("ReadAgain", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_block_overwrites_cannot_be_read_again()
    {
        using var scope = NewDisposeScope();
        using EnginePair pair = EnginePair.Of(() => new ReadsAgain(), 0.5);
        Assert.Throws<NotSupportedException>(() => pair.Sparse.call(EnginePair.Images(5, Input, seed: 5)));
    }

    [Fact]
    public void After_a_pass_and_after_one_that_failed_no_graph_is_being_written()
    {
        using var scope = NewDisposeScope();
        using EnginePair pair = EnginePair.Of(() => nn.Sequential(("flatten", new Flatten()), ("fc", new SparseLinear(72, 7))), 0.5);
        pair.Sparse.call(EnginePair.Images(5, Input, seed: 5));
        Assert.Null(GraphBuilder.Current);
        Assert.ThrowsAny<Exception>(() => pair.Sparse.call(EnginePair.Images(5, new(2, 5, 6), seed: 5)));
        Assert.Null(GraphBuilder.Current);
    }

    private static void RequireSame(Func<nn.Module<Tensor, Tensor>> create)
    {
        foreach (int batch in new[] { 5, 16, 19 })
        {
            using var scope = NewDisposeScope();
            using EnginePair pair = EnginePair.Of(create, 0.5);
            Tensor images = pair.ImagesOffTheEdges(batch, Input), labels = EnginePair.Labels(batch);
            (string name, double apart) = pair.ExpectedStep(images).Farthest(StepRecord.Of(pair.Sparse, images, labels));
            Assert.True(apart <= 1e-4, $"{name} is {apart:E1} off");
        }
    }

    private sealed class Tanh() : nn.Module<Tensor, Tensor>(nameof(Tanh))
    {
        public bool Forgets { get; init; }

        public override Tensor forward(Tensor input)
        {
            if (GraphBuilder.Current is not { } graph) return input.tanh();
            Value value = graph.Find(input);
            return graph.Add(new TanhOperation(value, graph.AddValueLike(value), Forgets));
        }
    }

    private sealed class TanhOperation(Value input, Value output, bool forgets) : Operation
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
    private sealed class Root() : nn.Module<Tensor, Tensor>(nameof(Root))
    {
        public override Tensor forward(Tensor input)
        {
            if (GraphBuilder.Current is not { } graph) return input.sign().mul(input.abs().sqrt());
            Value value = graph.Find(input);
            return graph.Add(new RootOperation(value, graph.AddValueLike(value)));
        }
    }

    private sealed class RootOperation(Value input, Value output) : Operation
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

    private sealed class ReadsAgain : nn.Module<Tensor, Tensor>
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

    private sealed class Added() : nn.Module<Tensor, Tensor, Tensor>(nameof(Added))
    {
        public override Tensor forward(Tensor first, Tensor second)
        {
            if (GraphBuilder.Current is not { } graph) return first.add(second, Scalars.One);
            Value left = graph.Find(first), right = graph.Find(second);
            return graph.Add(
                new AddedOperation(left, right, graph.AddValue(left.Shape, left.Rank, left.NeedsGradient || right.NeedsGradient)));
        }
    }

    private sealed class AddedOperation(Value left, Value right, Value output) : Operation
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

    private sealed class Residual : nn.Module<Tensor, Tensor>
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

    private sealed class Scale : nn.Module<Tensor, Tensor>
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

    private sealed class ScaledTwice : nn.Module<Tensor, Tensor>
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
