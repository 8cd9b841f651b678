using System.Xml.Linq;

namespace SupTickets.Reports.Html;

/// <summary>The shell of every report: one file that needs no network, light or dark as the reader's system is.</summary>
internal static class Page
{
    // No '<', '>' or '&' in here: XML would escape them, and HTML does not undo that inside a style element.
    private const string Style = """
        :root { color-scheme: light dark; --ground: #fbfbfa; --card: #ffffff; --ink: #1d232b; --soft: #5d6773; --line: #e3e6ea;
          --first: #2463c9; --second: #c4501b; --third: #2d8659; }
        @media (prefers-color-scheme: dark) { :root { --ground: #14171b; --card: #1c2026; --ink: #e6e9ed; --soft: #9aa4b0; --line: #323841;
          --first: #79aaf7; --second: #f59562; --third: #69c596; } }
        * { box-sizing: border-box; }
        body { margin: 0 auto; padding: 1.5rem 1rem 3rem; max-width: 66rem; background: var(--ground); color: var(--ink);
          font: 16px/1.5 system-ui, sans-serif; }
        h1 { font-size: 1.6rem; line-height: 1.2; margin: 0; overflow-wrap: anywhere; }
        h2 { font-size: 1.1rem; margin: 2.2rem 0 .7rem; }
        p { margin: .3rem 0; } .soft, figcaption, dt, th { color: var(--soft); }
        .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr)); gap: .8rem; margin-top: 1.4rem; }
        .tile, figure { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: .8rem 1rem; margin: 0; }
        .tile .name { font-size: .85rem; color: var(--soft); } .tile .value { font-size: 1.5rem; font-weight: 600; line-height: 1.3; }
        .tile .note { font-size: .85rem; color: var(--soft); }
        .notice { border-left: 4px solid var(--second); padding: .3rem .8rem; margin-top: 1rem; background: var(--card); }
        .plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); gap: .8rem; }
        figcaption { font-size: .9rem; } .legend { display: flex; flex-wrap: wrap; gap: .2rem 1rem; font-size: .85rem; }
        .key::before { content: ""; display: inline-block; width: .7em; height: .7em; border-radius: 50%; margin-right: .4em; background: currentColor; }
        .key.first, .dot.first { color: var(--first); } .key.second, .dot.second { color: var(--second); } .key.third, .dot.third { color: var(--third); }
        svg { display: block; width: 100%; height: auto; } svg text { font-size: 12px; fill: var(--soft); }
        .grid { stroke: var(--line); } .axis { stroke: var(--soft); } .marker { stroke: var(--soft); stroke-dasharray: 2 4; opacity: .6; }
        .curve { fill: none; stroke-width: 1.8; stroke-linejoin: round; } .dot { fill: currentColor; stroke: var(--card); stroke-width: 1; }
        .curve.first { stroke: var(--first); } .curve.second { stroke: var(--second); } .curve.third { stroke: var(--third); }
        .scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: .93rem; }
        th, td { padding: .35rem .7rem; text-align: right; border-bottom: 1px solid var(--line); white-space: nowrap; font-weight: 400; }
        th:first-child, td:first-child { text-align: left; padding-left: 0; }
        .bar { display: block; height: .55rem; min-width: 1px; border-radius: 3px; background: var(--first); } td.wide { width: 45%; }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1.2rem; margin: 0; } dd { margin: 0; overflow-wrap: anywhere; }
        details { margin-top: 1rem; } pre { overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 1rem; font-size: .82rem; }
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
