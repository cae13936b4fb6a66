using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace PilotPairing.Browser.Tests;

/// <summary>A SaaS's own site on an origin of its own. It is a real server: browsers do not let an intercepted page frame a local one.</summary>
internal sealed class ParentPage : IAsyncDisposable
{
    private readonly WebApplication _site;
    private string _frame = "";

    private ParentPage(WebApplication site) => _site = site;

    public string Origin => _site.Urls.First();

    public static async Task<ParentPage> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var site = builder.Build();
        site.Urls.Add("http://127.0.0.1:0");
        var parent = new ParentPage(site);
        site.MapGet("/", () => Results.Content(
            $"<!doctype html><title>SaaS</title><script>heard = []; addEventListener('message', e => heard.push(e.data))</script><iframe title=Connect width=500 height=700 src=\"{parent._frame}\"></iframe>",
            "text/html"));
        await site.StartAsync();
        return parent;
    }

    public void Frame(string url) => _frame = url.Replace("&", "&amp;", StringComparison.Ordinal);

    public ValueTask DisposeAsync() => _site.DisposeAsync();
}
