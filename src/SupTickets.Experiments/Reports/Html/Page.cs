using System.Globalization;
using System.Xml.Linq;
using SupTickets.Experiments.Reports.Plots;

namespace SupTickets.Experiments.Reports.Html;

/// <summary>The shell of every report: one file that needs no network, light or dark as the reader's system is.</summary>
internal static class Page
{
    // The style must hold no '<', '>' or '&': XML would escape them, and HTML does not undo that inside a style element.
    private static readonly string Style = $$"""
        :root { color-scheme: light dark; {{Palette.Light.ToStyle()}} --edge: rgb(29 35 43 / .28); }
        @media (prefers-color-scheme: dark) { :root { {{Palette.Dark.ToStyle()}} --edge: rgb(230 233 237 / .32); } }
        * { box-sizing: border-box; }
        body { margin: 0 auto; padding: 1.5rem 1rem 3rem; max-width: 66rem; background: var(--ground); color: var(--ink);
          font: 16px/1.5 system-ui, sans-serif; }
        h1 { font-size: 1.6rem; line-height: 1.2; margin: 0; overflow-wrap: anywhere; }
        h2 { font-size: 1.1rem; margin: 2.2rem 0 .7rem; }
        p { margin: .3rem 0; } .soft, figcaption, dt, th, .hint { color: var(--soft); } a { color: var(--first); }
        .soft + .table, .soft + .plots, p + .plots, .table + dl { margin-top: .7rem; }
        code { font: .88em/1.4 ui-monospace, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; user-select: all;
          background: var(--card); border: 1px solid var(--line); border-radius: 5px; padding: .1em .35em; }
        .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr)); gap: .8rem; margin-top: 1.4rem; }
        .tile, figure { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: .8rem 1rem; margin: 0; }
        .tile .name { font-size: .85rem; color: var(--soft); } .tile .value { font-size: 1.5rem; font-weight: 600; line-height: 1.3; }
        .tile .note { font-size: .85rem; color: var(--soft); }
        .notice { border-left: 4px solid var(--second); padding: .3rem .8rem; margin-top: 1rem; background: var(--card);
          overflow-wrap: anywhere; }
        .notice ul { margin: .3rem 0; padding-left: 1.2rem; } .notice code { background: var(--ground); }
        .plots { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 22rem), 1fr)); gap: .8rem; }
        .plots figure { display: flex; flex-direction: column; } .plots svg { margin-top: auto; }
        .whole { display: inline-block; white-space: pre-wrap; }
        .wide { margin-bottom: .8rem; } .narrow { display: none; } .hint { display: none; font-size: .85rem; text-align: right; }
        figcaption { font-size: .9rem; margin-bottom: .2rem; } .remark { display: block; font-size: .8rem; }
        .legend { display: flex; flex-wrap: wrap; gap: .2rem 1rem; font-size: .85rem; }
        .key::before { content: ""; display: inline-block; width: .7em; height: .7em; border-radius: 50%;
          margin-right: .4em; background: var(--hue); }
        .first { --hue: var(--first); } .second { --hue: var(--second); } .third { --hue: var(--third); } .pale { --hue: var(--soft); }
        svg { width: 100%; height: auto; } svg:not(.narrow) { display: block; } svg text { font-size: 11px; fill: var(--soft); }
        .grid { stroke: var(--line); } .axis { stroke: var(--soft); } .marker { stroke: var(--soft); stroke-dasharray: 2 4; }
        .band { fill: var(--soft); } .cell { fill: var(--hue); } .hollow { fill: none; stroke: var(--soft); }
        {{Shades}}
        .curve { fill: none; stroke: var(--hue); stroke-width: 1.8; stroke-linejoin: round; } .curve.pale { stroke-width: 1; }
        .dot { fill: var(--hue); stroke: var(--card); stroke-width: 1; } .ring { fill: none; stroke: var(--hue); stroke-width: 2; }
        .diagonal { fill: none; stroke: var(--soft); stroke-dasharray: 5 4; }
        .scroll { overflow-x: auto; background: linear-gradient(to right, var(--ground) 2rem, transparent) left / 3rem 100% no-repeat local,
          linear-gradient(to left, var(--ground) 1rem, transparent) right / 3rem 100% no-repeat local,
          linear-gradient(to left, var(--edge), transparent) right / 1rem 100% no-repeat scroll; }
        table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: .93rem; }
        th, td { padding: .4rem .7rem; text-align: right; white-space: nowrap; border-bottom: 1px solid var(--line); }
        th { font-weight: 500; vertical-align: bottom; }
        th:first-child, td:first-child { text-align: left; padding-left: 0; }
        .track { display: block; border-radius: 3px; background: var(--line); } td.bars { width: 40%; }
        .bar { display: block; height: .55rem; min-width: 2px; border-radius: 3px; background: var(--first); }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1.2rem; margin: 0; }
        dd { margin: 0; overflow-wrap: anywhere; }
        details { margin-top: 1rem; }
        pre { overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 1rem;
          font-size: .82rem; }
        @media screen and (max-width: 44rem) {
          .hint, svg.narrow { display: block; } svg.broad, td.bars, table:has(td.bars) th:last-child { display: none; }
          svg.narrow { max-width: 36rem; }
          table { font-size: .88rem; } th, td { padding: .35rem .38rem; } svg text { font-size: 13px; }
          th:first-child, td:first-child { position: sticky; left: 0; z-index: 1; min-width: 7.2rem; white-space: normal;
            overflow-wrap: anywhere; background: var(--ground); box-shadow: 1px 0 0 var(--line); }
          dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .45rem; } dt { font-size: .85rem; }
        }
        @media print {
          :root { color-scheme: light; {{Palette.Light.ToStyle()}} --ground: #ffffff; --edge: transparent; }
          body { max-width: none; padding: 0; font-size: 10.5pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
          .plots { grid-template-columns: 1fr 1fr; } figure, .tile, tr, .notice { break-inside: avoid; } h2 { break-after: avoid; }
          .scroll { overflow: visible; } th, td { white-space: normal; padding: .2rem .5rem; }
          td:first-child { overflow-wrap: anywhere; } pre { white-space: pre-wrap; }
        }
        """;

    private static string Shades => string.Join(' ', Enumerable.Range(0, Palette.Shades)
        .Select(shade => shade.ToString(CultureInfo.InvariantCulture))
        .Select(shade => $$""".s{{shade}} { fill: var(--s{{shade}}); } svg .o{{shade}} { fill: var(--o{{shade}}); }"""));

    /// <summary>A whole page. Characters that XML cannot hold or that command a terminal are written as escapes.</summary>
    public static string Of(string title, params object?[] body) => "<!DOCTYPE html>\n" + PageText.Shown(new(
        "html",
        new XAttribute("lang", "en"),
        new XElement(
            "head",
            new XElement("meta", new XAttribute("charset", "utf-8")),
            new XElement("meta", new XAttribute("name", "viewport"), new XAttribute("content", "width=device-width, initial-scale=1")),
            new XElement("title", title),
            new XElement("style", Style)),
        new XElement("body", new XElement("main", body)))).ToString(SaveOptions.DisableFormatting) + "\n";
}
