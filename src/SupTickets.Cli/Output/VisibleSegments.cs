using Spectre.Console;
using Spectre.Console.Rendering;
using SupTickets.Values;

namespace SupTickets.Cli.Output;

/// <summary>
/// Does for drawn output what <see cref="VisibleWriter"/> does for plain text; the control sequences of drawing itself must pass.
/// </summary>
internal sealed class VisibleSegments : IRenderHook
{
    public IEnumerable<IRenderable> Process(RenderOptions options, IEnumerable<IRenderable> renderables) =>
        renderables.Select(renderable => new Visible(renderable));

    private sealed class Visible(IRenderable inner) : IRenderable
    {
        public Measurement Measure(RenderOptions options, int maxWidth) => inner.Measure(options, maxWidth);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => inner.Render(options, maxWidth)
            .Select(segment => segment.IsControlCode || VisibleText.IsClean(segment.Text) ? segment : new Segment(
                VisibleText.Of(segment.Text), segment.Style));
    }
}
