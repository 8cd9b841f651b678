using System.Xml.Linq;
using SupTickets.Reports.Plots;

namespace SupTickets.Reports.Html;

/// <summary>The shell of every report: one file that needs no network, light or dark as the reader's system is.</summary>
internal static class Page
{
    // No '<', '>' or '&' in here: XML would escape them, and HTML does not undo that inside a style element.
    private static readonly string Style = $$"""
        :root { color-scheme: light dark; {{Palette.Light.ToStyle()}} }
        @media (prefers-color-scheme: dark) { :root { {{Palette.Dark.ToStyle()}} } }
        * { box-sizing: border-box; }
        body { margin: 0 auto; padding: 1.5rem 1rem 3rem; max-width: 66rem; background: var(--ground); color: var(--ink);
          font: 16px/1.5 system-ui, sans-serif; }
        h1 { font-size: 1.6rem; line-height: 1.2; margin: 0; overflow-wrap: anywhere; }
        h2 { font-size: 1.1rem; margin: 2.2rem 0 .7rem; }
        p { margin: .3rem 0; } .soft, figcaption, dt, th { color: var(--soft); } a { color: var(--first); }
        .soft + .scroll, .soft + .plots, p + .plots { margin-top: .7rem; }
        .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr)); gap: .8rem; margin-top: 1.4rem; }
        .tile, figure { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: .8rem 1rem; margin: 0; }
        .tile .name { font-size: .85rem; color: var(--soft); } .tile .value { font-size: 1.5rem; font-weight: 600; line-height: 1.3; }
        .tile .note { font-size: .85rem; color: var(--soft); }
        .notice { border-left: 4px solid var(--second); padding: .3rem .8rem; margin-top: 1rem; background: var(--card); overflow-wrap: anywhere; }
        .notice ul { margin: .3rem 0; padding-left: 1.2rem; }
        .plots { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 22rem), 1fr)); gap: .8rem; }
        .wide { margin-bottom: .8rem; } .wide figure { overflow-x: auto; } .wide svg { min-width: 40rem; }
        figcaption { font-size: .9rem; margin-bottom: .2rem; } .remark { display: block; font-size: .8rem; }
        .legend { display: flex; flex-wrap: wrap; gap: .2rem 1rem; font-size: .85rem; }
        .key::before { content: ""; display: inline-block; width: .7em; height: .7em; border-radius: 50%; margin-right: .4em; background: var(--key); }
        .key.first { --key: var(--first); } .key.second { --key: var(--second); } .key.third { --key: var(--third); }
        .dot.first { color: var(--first); } .dot.second { color: var(--second); } .dot.third { color: var(--third); }
        svg { display: block; width: 100%; height: auto; } svg text { font-size: 12px; fill: var(--soft); }
        svg text.inside { font-size: 11px; } svg text.strong { fill: var(--card); } svg text.weak { fill: var(--ink); }
        .grid { stroke: var(--line); } .axis { stroke: var(--soft); } .marker { stroke: var(--soft); stroke-dasharray: 2 4; opacity: .7; }
        .band { fill: var(--soft); } .cell.first { fill: var(--first); } .cell.second { fill: var(--second); }
        .curve { fill: none; stroke-width: 1.8; stroke-linejoin: round; } .dot { fill: currentColor; stroke: var(--card); stroke-width: 1; }
        .ring { fill: none; stroke-width: 2; } .ring.third { stroke: var(--third); }
        .curve.first { stroke: var(--first); } .curve.second { stroke: var(--second); } .curve.third { stroke: var(--third); }
        .diagonal { fill: none; stroke: var(--soft); stroke-dasharray: 5 4; }
        .scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: .93rem; }
        th, td { padding: .35rem .7rem; text-align: right; border-bottom: 1px solid var(--line); white-space: nowrap; font-weight: 400; }
        th:first-child, td:first-child { text-align: left; padding-left: 0; }
        .bar { display: block; height: .55rem; min-width: 1px; border-radius: 3px; background: var(--first); } td.bars { width: 45%; }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1.2rem; margin: 0; } dd { margin: 0; overflow-wrap: anywhere; }
        details { margin-top: 1rem; } pre { overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 1rem; font-size: .82rem; }
        @media print {
          :root { color-scheme: light; {{Palette.Light.ToStyle()}} --ground: #ffffff; }
          body { max-width: none; padding: 0; font-size: 10.5pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
          .plots { grid-template-columns: 1fr 1fr; } figure, .tile, tr, .notice { break-inside: avoid; } h2 { break-after: avoid; }
          .scroll, .wide figure { overflow: visible; } .wide svg { min-width: 0; } th, td { white-space: normal; padding: .2rem .5rem; }
          td:first-child { overflow-wrap: anywhere; } pre { white-space: pre-wrap; }
        }
        """;

    /// <summary>A whole page.</summary>
    public static string Of(string title, params object?[] body) => "<!DOCTYPE html>\n" + new XElement(
        "html",
        new XAttribute("lang", "en"),
        new XElement(
            "head",
            new XElement("meta", new XAttribute("charset", "utf-8")),
            new XElement("meta", new XAttribute("name", "viewport"), new XAttribute("content", "width=device-width, initial-scale=1")),
            new XElement("title", title),
            new XElement("style", Style)),
        new XElement("body", new XElement("main", body))).ToString(SaveOptions.DisableFormatting) + "\n";
}
