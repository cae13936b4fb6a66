using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace PilotPairing.Browser.Tests;

/// <summary>
/// A SaaS's own site on an origin of its own. It is a real server: browsers do not let an intercepted page frame a local one.
/// </summary>
internal sealed class ParentPage : IAsyncDisposable
{
    private readonly WebApplication _site;
    private string _html = "";
    private string _script = "";
    private string? _policy;

    /// <summary>The site's <c>Cross-Origin-Embedder-Policy</c>.</summary>
    public string? Embedder { get; set; }

    private ParentPage(WebApplication site) => _site = site;

    public string Origin => _site.Urls.First();

    /// <summary>The token that the site's backend answers <c>POST /pairing-links</c> with.</summary>
    public Func<string> Mint { get; set; } = () => "";

    public static async Task<ParentPage> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var site = builder.Build();
        site.Urls.Add("http://127.0.0.1:0");
        var parent = new ParentPage(site);
        site.MapGet("/", (HttpResponse response) =>
        {
            if (parent._policy is not null)
                response.Headers.ContentSecurityPolicy = parent._policy;
            if (parent.Embedder is not null)
                response.Headers["Cross-Origin-Embedder-Policy"] = parent.Embedder;
            return Results.Content(parent._html, "text/html; charset=utf-8");
        });
        site.MapGet("/app.js", () => Results.Content(parent._script, "text/javascript; charset=utf-8"));
        site.MapPost("/pairing-links", () => Results.Json(new { token = parent.Mint() }));
        await site.StartAsync();
        return parent;
    }

    public void Frame(string url) => Show(
        $"<!doctype html><title>SaaS</title><script>heard = []; addEventListener('message', e => heard.push(e.data))</script><iframe title=Connect width=500 height=700 src=\"{url.Replace("&", "&amp;", StringComparison.Ordinal)}\"></iframe>");

    /// <param name="script">Served as <c>/app.js</c>.</param>
    /// <param name="policy">The site's content security policy.</param>
    public void Show(string html, string script = "", string? policy = null) => (_html, _script, _policy) = (html, script, policy);

    public ValueTask DisposeAsync() => _site.DisposeAsync();
}
