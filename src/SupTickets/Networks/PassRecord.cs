using static TorchSharp.torch;

namespace SupTickets.Networks;

/// <summary>The forward passes of one step: which images went in, and how the loss depends on the scores that came out.</summary>
internal sealed class PassRecord
{
    private readonly List<(Tensor Images, Tensor Scores)> passes = [];

    /// <summary>
    /// Remembers a pass if it has gradients. Nothing is copied: once somebody disposes of the images, they are gone here too.
    /// </summary>
    public void Add(Tensor images, Tensor scores)
    {
        if (!scores.requires_grad || scores.is_leaf) return;
        scores.retain_grad();
        passes.Add((images, scores));
    }

    /// <summary>The images of all passes; null where there was none, or images are gone.</summary>
    public IReadOnlyList<Tensor>? Images =>
        passes.Count == 0 || passes.Any(pass => pass.Images.IsInvalid) ? null : [.. passes.Select(pass => pass.Images)];

    /// <summary>The scores of all passes; null where there was none, or scores are gone.</summary>
    public IReadOnlyList<Tensor>? Scores =>
        passes.Count == 0 || passes.Any(pass => pass.Scores.IsInvalid) ? null : [.. passes.Select(pass => pass.Scores)];

    /// <summary>The images of all passes and ∂L/∂scores; null where there was none, or something is gone.</summary>
    public IReadOnlyList<(Tensor Images, Tensor OfScores)>? Replay()
    {
        if (Images is null || Scores is null) return null;
        (Tensor Images, Tensor? OfScores)[] all = [.. passes.Select(pass => (pass.Images, pass.Scores.grad))];
        return all.Any(pass => pass.OfScores is null) ? null : [.. all.Select(pass => (pass.Images, pass.OfScores!))];
    }
}
