using System.Text.Json.Nodes;

namespace SupTickets.Tests.Reports.Browser;

/// <summary>A page in the browser.</summary>
/// <param name="browser">The browser.</param>
/// <param name="session">The tab.</param>
internal sealed class OpenedPage(Chromium browser, string session)
{
    /// <summary>Shows it as on a <c>light</c> or <c>dark</c> system, on <c>screen</c> or in <c>print</c>.</summary>
    public Task Show(string scheme, string medium, CancellationToken cancel) => browser.Call(
        "Emulation.setEmulatedMedia",
        new JsonObject
        {
            ["media"] = medium,
            ["features"] = new JsonArray(
            new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = scheme })
        },
        session,
        cancel);

    /// <summary>The value of an expression of JavaScript.</summary>
    public async Task<JsonNode> Ask(string expression, CancellationToken cancel)
    {
        JsonNode answer = await browser.Call(
            "Runtime.evaluate", new JsonObject { ["expression"] = expression, ["returnByValue"] = true }, session, cancel);
        return answer["exceptionDetails"] is { } thrown ? throw new InvalidOperationException(thrown.ToJsonString())
            : answer["result"]!["value"]!;
    }

    /// <summary>What went wrong on it, or was fetched besides it.</summary>
    public async Task<IReadOnlyList<string>> Complaints(CancellationToken cancel)
    {
        // Whatever it had to say it has said before it answers this.
        await Ask("document.readyState", cancel);
        return
        [
            .. browser.Events("Runtime.consoleAPICalled").Select(call => $"console: {call.ToJsonString()}"),
            .. browser.Events("Runtime.exceptionThrown").Select(thrown => $"exception: {thrown.ToJsonString()}"),
            .. browser.Events("Log.entryAdded").Select(entry => $"log: {entry.ToJsonString()}"),
            .. browser.Events("Network.requestWillBeSent").Skip(1).Select(request => $"request: {request["request"]!["url"]}"),
        ];
    }

    /// <summary>A picture of the whole page.</summary>
    public async Task<byte[]> Screenshot(CancellationToken cancel)
    {
        JsonNode answer = await browser.Call(
            "Page.captureScreenshot", new JsonObject { ["captureBeyondViewport"] = true }, session, cancel);
        return Convert.FromBase64String((string)answer["data"]!);
    }

    /// <summary>The page on paper.</summary>
    public async Task<byte[]> Pdf(CancellationToken cancel)
    {
        JsonNode answer = await browser.Call("Page.printToPDF", new JsonObject { ["printBackground"] = true }, session, cancel);
        return Convert.FromBase64String((string)answer["data"]!);
    }
}
