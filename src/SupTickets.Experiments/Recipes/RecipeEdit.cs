using System.Text.Json;
using SupTickets.Values;

namespace SupTickets.Experiments.Recipes;

/// <summary>One change to a recipe's JSON, made before it is checked: <c>schedule.epochs=20</c>.</summary>
/// <param name="Path">Which key, as keys joined by dots.</param>
/// <param name="Value">The new value: JSON, or plain text where that is no JSON or the key holds text.</param>
public sealed record RecipeEdit(string Path, string Value)
{
    /// <summary>Reads <c>path.in.recipe=value</c>.</summary>
    /// <exception cref="FormatException">The text has no <c>=</c>, or nothing before it.</exception>
    public static RecipeEdit Parse(string text) => text.IndexOf('=') is > 0 and var middle
        ? new(text[..middle].Trim(), text[(middle + 1)..].Trim())
        : throw new FormatException($"a change to a recipe is written path.in.recipe=value, as in schedule.epochs=20, not '{text}'");

    /// <summary>The value as JSON.</summary>
    /// <param name="isText">Whether the key holds text, so that <c>name=7</c> means the text "7".</param>
    internal JsonDocument Parse(bool isText)
    {
        if (!isText || Value is "null" || Value.StartsWith('"'))
        {
            try
            {
                return JsonText.Parse(Value);
            }
            catch (JsonException)
            {
                // Not JSON: a text without quotes, as one types it in a shell.
            }
        }

        return JsonSerializer.SerializeToDocument(Value);
    }
}
