using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using PilotPairing.Application;
using PilotPairing.Application.Access;

namespace PilotPairing.Api.Pages.Demo;

/// <summary>The front of the demo SaaS: the embed as an integrator would use it, and a log of its callbacks and webhooks.</summary>
internal sealed class IndexModel(DemoSaas saas, IKeyRing keys, IPublicAddress address) : PageModel
{
    public string PublicUrl => address.PublicUrl;

    public string ConnectUrl => address.ConnectUrl;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (await saas.Tenant(keys, cancellationToken) is null)
            return NotFound();
        var headers = Response.Headers;
        headers.CacheControl = "no-store";
        headers["X-Robots-Tag"] = "noindex, nofollow";
        headers["Referrer-Policy"] = "no-referrer";
        var pairing = new Uri(address.ConnectUrl).GetLeftPart(UriPartial.Authority);
        headers.ContentSecurityPolicy =
            $"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; frame-src {pairing}; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";
        return Page();
    }

    public Task<IActionResult> OnHeadAsync(CancellationToken cancellationToken) => OnGetAsync(cancellationToken);
}
