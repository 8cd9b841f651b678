using System.Globalization;
using SupTickets.Layers;
using SupTickets.Networks;
using SupTickets.Topology;
using static TorchSharp.torch;

namespace SupTickets.Training;

/// <summary>
/// Finds out why numbers of a step are not finite. Its message gives what was seen first and the likely cause last. It works only after the
/// failure: it computes the mini-batch once more, layer by layer, from the parameters that the step began with.
/// </summary>
/// <param name="network">The network.</param>
/// <param name="trend">The losses before.</param>
/// <param name="learningRate">The rate of the step.</param>
/// <param name="step">The step, from 1.</param>
internal sealed class NumericalDiagnosis(SparseNetwork network, LossTrend trend, double learningRate, long step)
{
    private const string Faulty = "the numbers came out wrong on this machine";

    /// <summary>Of a loss that is not finite.</summary>
    public TrainingException OfLoss(double loss, PassRecord passes)
    {
        string found = $"the loss of step {step} is {loss.ToString(CultureInfo.InvariantCulture)}";
        if (BadImages(passes) is { } images) return Failed(found, images, "the images of the mini-batch hold them");
        // Running statistics are left out: the failed pass has already changed them.
        if (Bad(Parameters()) is { } parameter)
            return Failed(found, parameter, $"'{parameter.Layer}' holds them already before the forward pass{Update()}");
        if (passes.Images is not { } recorded)
        {
            return Failed(
                found, OfTheLoss(NumericalCause.Unknown),
                "the pass cannot be followed: the loss did not come from a call of the SparseNetwork, or its images are gone");
        }

        if (recorded.Select(one => ForwardProbe.Find(network, one)).FirstOrDefault(one => one is not null) is { } breakdown)
            return OfOutput(found, breakdown);
        NumberCensus? scores = passes.Scores is { } all ? NumberCensus.Of(cat([.. all.Select(one => one.detach().flatten())])) : null;
        if (scores is { IsFinite: true })
        {
            return Failed(
                found, OfTheLoss(NumericalCause.Given),
                $"all layers give finite numbers, scores up to {Shown(scores.Largest)}; what the loss function makes of them is not "
                + "finite");
        }

        Engine engine = EngineOf(recorded[0]);
        NumericalFailure seen = new(
            step, NumericalPart.Output, string.Empty, scores?.NotFinite ?? 1, scores?.Numbers ?? 1, engine, NumericalCause.NotReproducible);
        return Failed(
            found, seen,
            $"the scores are not finite, and computed once more by the {Engines.NameOf(engine)} engine, from the same parameters and "
            + $"images, all layers give finite numbers: {Faulty}, or the network draws random numbers");
    }

    /// <summary>Of a gradient that is not finite, where the loss is.</summary>
    public TrainingException OfGradients(double loss, PassRecord passes)
    {
        // The backward pass runs from the last layer to the first, so the bad gradient that is last in network order came first.
        (string Name, NumberCensus Census)[] bad =
        [
            .. NamedParameters().Where(named => named.Parameter.grad is { } gradient && !FiniteNumbers.AreAll(gradient))
                .Select(named => (named.Name, NumberCensus.Of(named.Parameter.grad!))),
        ];
        (string name, NumberCensus census) = bad[^1];
        string found = $"a gradient of step {step} is not finite, its loss {Shown(loss)} is";
        string others = bad.Length > 1 ? $", and of {bad.Length - 1} parameters before it" : string.Empty;
        string where = $"backward, gradient of '{name}': {census.Finiteness}{others}";
        string sizes = Sizes();
        Engine? engine = passes.Images is { } images ? EngineOf(images[0]) : null;
        NumericalFailure Seen(NumericalCause cause) =>
            new(step, NumericalPart.Gradient, name, census.NotFinite, census.Numbers, engine, cause);
        if (passes.Replay() is not { } replay)
            return Failed(found, Seen(NumericalCause.Unknown),
                $"{where}; the pass cannot be computed once more: its images or scores are gone", sizes);
        if (!replay.All(pass => FiniteNumbers.AreAll(pass.OfScores)))
        {
            return Failed(
                found, Seen(NumericalCause.Given) with { Part = NumericalPart.Loss },
                $"{where}; the gradient of the loss by the scores is not finite itself, so that it is the loss function's", sizes);
        }

        // What could be replayed had images.
        string told = Engines.NameOf(engine!.Value);
        GradientReplay again = new(network, passes);
        if (again.BySame() == true)
        {
            return Failed(
                found, Seen(NumericalCause.NotReproducible),
                $"{where}, {told} engine; computed once more, from the same parameters and images, all gradients are finite: {Faulty}, "
                + "or the network draws random numbers",
                sizes);
        }

        if (again.BySameScaledDown() == true)
        {
            return Failed(
                found, Seen(NumericalCause.TooLarge),
                $"{where}, {told} engine; with 2^-64 of the loss's gradient by the scores all are finite: the gradients, or sums on the "
                + "way to them, have grown beyond what float32 can hold",
                sizes);
        }

        string other = Engines.NameOf(engine == Engine.Dense ? Engine.Sparse : Engine.Dense);
        (NumericalCause cause, string why) = again.ByOther() switch
        {
            true => (NumericalCause.Computation, $"the {other} engine gives finite gradients for the same step: {Faulty}"),
            false => (NumericalCause.TooLarge, $"the {other} engine gives the same: the gradients have grown beyond what float32 can hold"),
            null => (NumericalCause.Unknown, "no other engine can compute this network"),
        };
        return Failed(found, Seen(cause), $"{where}, {told} engine; {why}", sizes);
    }

    /// <summary>
    /// Of a parameter, running statistic or captured gradient that is not finite after the step's update; null where all are.
    /// </summary>
    public TrainingException? OfUpdate()
    {
        // Other buffers, and parameters that are not trained, hold what the user's module put there: a mask of −∞ may be intended.
        HashSet<string> statistics = [.. network.Modules().Where(child => child.Module is BatchNorm).SelectMany(
            child => child.Module.named_buffers().Select(own => child.Name.Length == 0 ? own.name : $"{child.Name}.{own.name}"))];
        var buffers = network.Module.named_buffers().Where(named => statistics.Contains(named.name))
            .Select(named => (named.name, named.buffer));
        (string Name, Tensor Tensor)[] updated = [.. Parameters().Where(named => named.Tensor.requires_grad).Concat(buffers)];
        Tensor[] captured = [
            .. network.Layers.Where(HoldsGradient).Select(layer => layer.Weight.DenseGradient)];
        if (FiniteNumbers.AreAll([.. updated.Select(named => named.Tensor), .. captured])) return null;
        if (Bad(updated) is { } parameter)
        {
            return Failed(
                $"'{parameter.Layer}' is no longer finite after step {step}", parameter,
                $"update: {parameter.NotFinite} of {parameter.Numbers} numbers are not finite, though the gradients were: the update went "
                + "beyond what float32 can hold");
        }

        foreach (SparseLayer layer in network.Layers.Where(HoldsGradient))
        {
            if (FiniteNumbers.AreAll(layer.Weight.DenseGradient)) continue;
            NumberCensus census = NumberCensus.Of(layer.Weight.DenseGradient);
            return Failed(
                $"the gradient of '{layer.WeightName}' at absent positions is not finite after step {step}",
                new(step, NumericalPart.Gradient, layer.WeightName, census.NotFinite, census.Numbers, null, NumericalCause.Unknown),
                $"backward: {census.Finiteness}, none of them at a connection");
        }

        return null;
    }

    // Of the others the steepest alone were kept, and they were finite.
    private static bool HoldsGradient(SparseLayer layer) => layer.Weight is { CapturesDenseGradient: true, SteepestGradients: null };

    private TrainingException OfOutput(string found, Breakdown seen)
    {
        NumericalCause cause = seen.InDouble is null ? NumericalCause.Unknown
            : seen.IsOfComputation ? NumericalCause.Computation
            : NumericalCause.TooLarge;
        return Failed(found, new(step, NumericalPart.Output, seen.Layer, seen.Output.NotFinite, seen.Output.Numbers, seen.Engine, cause),
            $"forward, {seen}");
    }

    private TrainingException Failed(string found, NumericalFailure seen, string where, string? sizes = null)
    {
        string rise = trend.Rise is { } risen
            ? $". The loss had risen from {Shown(risen.From)} to {Shown(risen.To)} in {risen.Steps} steps: the learning rate "
              + $"{Shown(learningRate)} may be too high"
            : string.Empty;
        return new($"{found}: {where}. {sizes ?? Sizes()}{rise}. The last checkpoint, if any, is untouched") { Numbers = seen };
    }

    private NumericalFailure OfTheLoss(NumericalCause cause) => new(step, NumericalPart.Loss, string.Empty, 1, 1, null, cause);

    private string Update() =>
        trend.HasStarted ? ", though the gradients before were finite: an update went beyond what float32 can hold" : string.Empty;

    private NumericalFailure? BadImages(PassRecord passes)
    {
        if (passes.Images?.FirstOrDefault(images => !FiniteNumbers.AreAll(images)) is not { } bad) return null;
        NumberCensus census = NumberCensus.Of(bad);
        return new(step, NumericalPart.Images, string.Empty, census.NotFinite, census.Numbers, null, NumericalCause.Given);
    }

    private IEnumerable<(string Name, Tensor Tensor)> Parameters() =>
        NamedParameters().Select(named => (named.Name, (Tensor)named.Parameter));

    private NumericalFailure? Bad(IEnumerable<(string Name, Tensor Tensor)> tensors)
    {
        foreach ((string name, Tensor tensor) in tensors)
        {
            if (FiniteNumbers.AreAll(tensor)) continue;
            NumberCensus census = NumberCensus.Of(tensor);
            NumericalCause cause = trend.HasStarted ? NumericalCause.TooLarge : NumericalCause.Given;
            return new(step, NumericalPart.Parameter, name, census.NotFinite, census.Numbers, null, cause);
        }

        return null;
    }

    private string Sizes()
    {
        var largest = NamedParameters().Select(named => (named.Name, Census: NumberCensus.Of(named.Parameter)))
            .MaxBy(named => named.Census.Norm);
        var gradient = NamedParameters().Where(named => named.Parameter.grad is not null)
            .Select(named => (named.Name, Census: NumberCensus.Of(named.Parameter.grad!)))
            .Where(named => named.Census.IsFinite).OrderByDescending(named => named.Census.Norm).FirstOrDefault();
        return $"Largest parameter: '{largest.Name}', norm {Shown(largest.Census.Norm)}, up to {Shown(largest.Census.Largest)}"
            + (gradient.Name is null ? string.Empty : $"; largest finite gradient: '{gradient.Name}', norm {Shown(gradient.Census.Norm)}");
    }

    // In network order; TorchSharp lists a module's own parameters before all of its children's.
    private IEnumerable<(string Name, TorchSharp.Modules.Parameter Parameter)> NamedParameters() =>
        from child in network.Modules()
        from own in child.Module.named_parameters(recurse: false)
        select (child.Name.Length == 0 ? own.name : $"{child.Name}.{own.name}", own.parameter);

    private Engine EngineOf(Tensor images) => network.ProgramFor(images) is null ? Engine.Dense : Engine.Sparse;

    private static string Shown(double number) => number.ToString("G4", CultureInfo.InvariantCulture);
}
