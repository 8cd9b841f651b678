using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using SupTickets.Values;

namespace SupTickets.Experiments.Reports.Html;

/// <summary>
/// Makes text safe for a page. XML cannot hold some characters, escaped or not, and its writer throws at them; a name must not cost a run
/// its report.
/// </summary>
internal static class PageText
{
    /// <summary>The element with every text and attribute in it shown as <see cref="Of"/> shows it.</summary>
    public static XElement Shown(XElement page)
    {
        foreach (XText text in page.DescendantNodes().OfType<XText>()) text.Value = Of(text.Value);
        foreach (XAttribute attribute in page.DescendantsAndSelf().Attributes()) attribute.Value = Of(attribute.Value);
        return page;
    }

    /// <summary>The text, with escapes such as <c>\u0000</c> for characters that command a terminal or that XML cannot hold.</summary>
    public static string Of(string text)
    {
        string shown = VisibleText.Of(text);
        StringBuilder? kept = null;
        for (int at = 0; at < shown.Length; at++)
        {
            bool isPair = at + 1 < shown.Length && char.IsSurrogatePair(shown[at], shown[at + 1]);
            if (isPair || XmlConvert.IsXmlChar(shown[at]))
            {
                kept?.Append(shown[at]);
                if (isPair) kept?.Append(shown[at + 1]);
                if (isPair) at++;
                continue;
            }

            kept ??= new(shown, 0, at, shown.Length + 16);
            kept.Append(CultureInfo.InvariantCulture, $"\\u{(int)shown[at]:x4}");
        }

        return kept?.ToString() ?? shown;
    }
}
