using System.Diagnostics;
using OpenTelemetry;

namespace PilotPairing.Api.Hosting;

/// <summary>
/// Leaves nothing in a span that names a customer: paths hold links' secrets, queries anything, and exceptions what they were given. Routes
/// are templates, URLs are reduced to the host. It runs before the exporter.
/// </summary>
internal sealed class SafeSpans : BaseProcessor<Activity>
{
    private static readonly string[] Removed =
        ["url.path", "url.query", "http.target", "http.url", "user_agent.original", "client.address", "network.peer.address",
            "db.connection_string", "db.user", "db.statement"];

    public override void OnEnd(Activity data)
    {
        foreach (var name in Removed)
            data.SetTag(name, null);
        if (data.GetTagItem("url.full") is string url)
            data.SetTag("url.full",
                Uri.TryCreate(url, UriKind.Absolute, out var address) ? address.GetLeftPart(UriPartial.Authority) : null);
        if (data.Kind == ActivityKind.Server)
            data.DisplayName = data.GetTagItem("http.route") is string route
                ? $"{data.GetTagItem("http.request.method")} {route}" : $"{data.GetTagItem("http.request.method")}";
        if (data.Status == ActivityStatusCode.Error)
            data.SetStatus(ActivityStatusCode.Error);
        // Events cannot be taken out of a span, and those of a failed statement hold the server's text.
        if (data.Events.Any())
            data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
    }
}
