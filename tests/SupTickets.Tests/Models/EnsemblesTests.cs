using SupTickets.Experiments.Data;
using SupTickets.Experiments.Models;
using SupTickets.Experiments.Runs;
using SupTickets.Layers;
using SupTickets.Networks;
using SupTickets.Training;
using SupTickets.Values;
using static TorchSharp.torch;

namespace SupTickets.Tests.Models;

/// <summary>Networks of several members, against their members as networks of their own.</summary>
public sealed class EnsemblesTests
{
    private const int Members = 3, Classes = 4, Samples = 5;

    private static readonly ImageShape Input = new(3, 16, 16);

    public static TheoryData<string, string> All { get; } = new(
        from kind in Ensembles.All.Names.Where(name => name != Ensembles.None)
        from model in new[] { "mlp", "lenet5", "resnet20", "wrn-10-2" }
        select (kind, model));

    [Theory]
    [MemberData(nameof(All))]
    public void Each_member_scores_as_the_network_that_has_its_weights(string kind, string model)
    {
        using var scope = NewDisposeScope();
        using SparseNetwork ensemble = Network(kind, model);
        ensemble.call(Images());                    // moves the running statistics
        ensemble.eval();
        using var quiet = no_grad();
        Tensor scores = ((MemberModel)ensemble.Module).HeadScores(Images()).view(Members, Samples, Classes);
        Dictionary<string, float[]> values = ensemble.Module.state_dict().ToDictionary(named => named.Key, named => Numbers(named.Value));
        for (int member = 0; member < Members; member++)
        {
            using SparseNetwork alone = new(ModelTable.Create(model, Classes, Input, 0.25));
            alone.Initialize(new(2));
            foreach ((string name, Tensor to) in alone.Module.state_dict())
            {
                float[] from = kind == "tree-net"
                    ? values.GetValueOrDefault(name) ?? values[$"branch{member + 1}.{name}"]
                    : name.EndsWith(".weight", StringComparison.Ordinal) && values.ContainsKey(Fast(name, "r"))
                        ? Product(values, name, member)
                        : values[name];
                to.copy_(tensor(from).view(to.shape));
            }

            alone.eval();
            Assert.True(alone.call(Images()).allclose(scores[member], rtol: 1e-4, atol: 1e-5), $"member {member}");
        }

        Assert.False(scores[0].allclose(scores[1], rtol: 1e-3, atol: 1e-3));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void They_predict_the_mean_of_their_softmax_outputs(string kind, string model)
    {
        using var scope = NewDisposeScope();
        using SparseNetwork ensemble = Network(kind, model);
        ensemble.eval();
        using var quiet = no_grad();
        float[] scores = Numbers(((MemberModel)ensemble.Module).HeadScores(Images()));
        float[] together = Numbers(nn.functional.softmax(ensemble.call(Images()), 1));
        for (int sample = 0; sample < Samples; sample++)
        {
            double[] mean = new double[Classes];
            for (int member = 0; member < Members; member++)
            {
                double[] exponentials = [
                    .. scores.AsSpan((member * Samples + sample) * Classes, Classes).ToArray().Select(score => Math.Exp(score))];
                for (int i = 0; i < Classes; i++) mean[i] += exponentials[i] / exponentials.Sum() / Members;
            }

            Assert.All(mean.Index(), pair => Assert.Equal(pair.Item, together[sample * Classes + pair.Index], 1e-5));
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_loss_is_the_mean_of_the_members_losses_and_reaches_every_parameter(string kind, string model)
    {
        using var scope = NewDisposeScope();
        using SparseNetwork ensemble = Network(kind, model);
        Batch batch = new(Numbers(Images()), [0, 1, 2, 3, 1], Samples);
        Tensor loss = new ClassificationLoss(ensemble, Input, labelSmoothing: 0).Of(batch);
        Tensor scores = ensemble.call(Images());
        Assert.Equal([(long)Members * Samples, Classes], scores.shape);
        float[] each = [.. scores.split(Samples).Select(one => nn.functional.cross_entropy(one, tensor(batch.Labels)).item<float>())];
        Assert.Equal(each.Average(), loss.item<float>(), 1e-4);
        loss.backward();
        Assert.All(ensemble.Module.named_parameters(), named => Assert.True(named.parameter.grad is not null, named.name));
    }

    // One input, one output: y = ((x·r)·w)·s + b.
    [Fact]
    public void A_layer_of_two_members_by_hand()
    {
        using var scope = NewDisposeScope();
        SparseLinear layer = new(2, 1);
        layer.AddMembers(2, rateFactor: 0.5);
        layer.Initialize(new(1));
        using var quiet = no_grad();
        layer.Weight.Values.copy_(tensor(new[] { 2f, 3f }));
        layer.Bias!.copy_(tensor(new[] { 0.5f }));
        layer.FastWeights!.get_parameter("r")!.copy_(tensor(new[] { 1f, 1f, 1f, -1f }).view(2, 2));
        layer.FastWeights!.get_parameter("s")!.copy_(tensor(new[] { 1f, -1f }).view(2, 1));
        // The sample [10, 1] for both: 2·10 + 3·1 + ½, and −(2·10 − 3·1) + ½.
        Assert.Equal([23.5f, -16.5f], Numbers(layer.call(tensor(new[] { 10f, 1f, 10f, 1f }).view(2, 2))));
        Assert.Throws<ArgumentException>(() => layer.call(zeros(3, 2)));
    }

    [Fact]
    public void Fast_weights_are_signs_at_first_as_many_of_either()
    {
        using var scope = NewDisposeScope();
        using SparseNetwork ensemble = Network("batch-ensemble", "mlp");
        float[] signs = [.. ensemble.DenseParameters().Where(named => named.Name.Contains(".fast.", StringComparison.Ordinal)).SelectMany(
            named => Numbers(named.Parameter))];
        Assert.All(signs, sign => Assert.Equal(1, Math.Abs(sign)));
        // 3·(768 + 128 + 128 + 128 + 128 + 4) draws: five standard deviations.
        Assert.Equal(3852, signs.Length);
        Assert.InRange(signs.Count(sign => sign > 0), 1926 - 155, 1926 + 155);
    }

    [Fact]
    public void Fast_weights_learn_at_their_own_rate_and_do_not_decay()
    {
        using var scope = NewDisposeScope();
        using SparseNetwork ensemble = Network("batch-ensemble", "mlp");
        using ParameterSet parameters = new(ensemble);
        StepRunner runner = new(parameters, new Sgd { Momentum = 0, WeightDecay = 0.5 });
        Dictionary<string, float[]> before = parameters.All().ToDictionary(one => one.Name, one => Numbers(one.Parameter));
        runner.Run(() => MeanSquare(ensemble.call(Images())), learningRate: 0.1, step: 0);
        foreach (TrainableParameter one in parameters.All())
        {
            bool fast = one.Name.Contains(".fast.", StringComparison.Ordinal);
            Assert.Equal(fast ? (0.5, 0) : (1, 1), (one.RateFactor, one.DecayFactor));
            (double rate, double decay) = fast ? (0.05, 0) : (0.1, 0.5);
            double[] expected = [
                .. before[one.Name].Zip(Numbers(one.Parameter.grad!), (value, gradient) => value - rate * (gradient + decay * value))];
            Assert.All(expected.Zip(Numbers(one.Parameter)), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        }
    }

    [Theory]
    [InlineData("batch-ensemble", 3, 3)]
    [InlineData("tree-net", 1, 3)]
    public void A_sample_costs_what_its_members_compute(string kind, int first, int last)
    {
        using SparseNetwork ensemble = Network(kind, "lenet5"), alone = Network(Ensembles.None, "lenet5");
        ensemble.Measure(Input);
        alone.Measure(Input);
        Assert.Equal(first * alone.Layers[0].Module.UsesPerSample, ensemble.Layers[0].Module.UsesPerSample);
        long UsesOf(SparseNetwork network, string name) =>
            network.Layers.Where(layer => layer.Name.EndsWith(name, StringComparison.Ordinal)).Sum(layer => layer.Module.UsesPerSample);
        Assert.Equal(last * UsesOf(alone, "fc2"), UsesOf(ensemble, "fc2"));
    }

    [Theory]
    [InlineData("mlp", "fc3")]
    [InlineData("lenet5", "fc2")]
    [InlineData("vgg16", "classifier")]
    [InlineData("resnet20", "layer3")]
    [InlineData("wrn-10-2", "layer3")]
    [InlineData("resnet50", "layer4")]
    public void A_tree_branches_at_the_last_stage_or_the_last_part_that_learns(string model, string part)
    {
        using SparseNetwork tree = new(
            Ensembles.Create("tree-net", 2, 1, null, () => ModelTable.Create(model, Classes, new(3, 32, 32), 0.1)));
        string[] own = [.. tree.Layers.Where(layer => layer.Name.StartsWith("branch2.", StringComparison.Ordinal)).Select(
            layer => layer.Name["branch2.".Length..])];
        Assert.Equal(part, own[0].Split('.')[0]);
        Assert.Equal(own, tree.Layers.Where(layer => layer.Name.StartsWith("branch1.", StringComparison.Ordinal)).Select(
            layer => layer.Name["branch1.".Length..]));
    }

    [Fact]
    public void A_tree_branches_where_it_is_told()
    {
        using SparseNetwork tree = new(
            Ensembles.Create("tree-net", 2, 1, "layer2", () => ModelTable.Create("resnet20", Classes, Input, 0.25)));
        Assert.Contains(tree.Layers, layer => layer.Name == "branch1.layer2.0.conv1");
        Assert.DoesNotContain(tree.Layers, layer => layer.Name.StartsWith("layer2", StringComparison.Ordinal));
        UnknownNameException unknown = Assert.Throws<UnknownNameException>(
            () => Ensembles.Create("tree-net", 2, 1, "layer9", () => ModelTable.Create("resnet20", Classes, Input, 0.25)));
        Assert.Contains("model.ensemble.branch 'layer9'", unknown.Message, StringComparison.Ordinal);
        ArgumentException nothing = Assert.Throws<ArgumentException>(
            () => Ensembles.Create("tree-net", 2, 1, "conv1", () => ModelTable.Create("resnet20", Classes, Input, 0.25)));
        Assert.Contains("model.ensemble.branch 'conv1': nothing before it learns", nothing.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("batch-ensemble")]
    [InlineData("tree-net")]
    public void Whatever_is_not_known_of_an_ensemble_is_computed_densely(string kind)
    {
        using var scope = NewDisposeScope();
        using SparseNetwork ensemble = Network(kind, "resnet20");
        foreach (SparseLayer layer in ensemble.Layers) layer.Weight.Rewire(SupTickets.Topology.Connectivity.Random(
            layer.Weight.Shape.Positions, (layer.Weight.Shape.Positions + 9) / 10, new Seed(3).For(layer.Name).Stream()));
        ensemble.Engine = Engine.Auto;
        Assert.NotNull(ensemble.Choose(Samples, Input).Obstacle);
        Assert.Equal([(long)Members * Samples, Classes], ensemble.call(Images()).shape);
        ensemble.Engine = Engine.Sparse;
        Assert.Throws<NotSupportedException>(() => ensemble.call(Images()));
    }

    private static SparseNetwork Network(string kind, string model)
    {
        SparseNetwork network = new(Ensembles.Create(kind, Members, 0.5, null, () => ModelTable.Create(model, Classes, Input, 0.25)));
        network.Initialize(new(1));
        return network;
    }

    // W∘(s rᵀ) of one member, by its definition.
    private static float[] Product(Dictionary<string, float[]> values, string name, int member)
    {
        float[] weight = values[name], r = values[Fast(name, "r")], s = values[Fast(name, "s")];
        int inputs = r.Length / Members, outputs = s.Length / Members, area = weight.Length / inputs / outputs;
        return [.. weight.Select(
            (value, position) => value * s[member * outputs + position / (inputs * area)] * r[member * inputs + position / area % inputs])];
    }

    private static string Fast(string weight, string vector) => $"{weight[..^"weight".Length]}fast.{vector}";

    private static float[] Numbers(Tensor tensor) => tensor.detach().to_type(ScalarType.Float32).contiguous().data<float>().ToArray();

    private static Tensor MeanSquare(Tensor scores) => scores.mul(scores).mean();

    private static Tensor Images()
    {
        RandomStream random = new Seed(7).Stream();
        float[] pixels = new float[Samples * Input.Length];
        foreach (ref float pixel in pixels.AsSpan()) pixel = (float)random.NextNormal();
        return tensor(pixels, [Samples, Input.Channels, Input.Height, Input.Width]).clone();
    }
}
