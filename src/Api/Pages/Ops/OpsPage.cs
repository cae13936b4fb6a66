using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace PilotPairing.Api.Pages.Ops;

/// <summary>What all operations pages have: a policy that lets them load their own style and nothing else.</summary>
internal abstract class OpsPage(RandomNumberGenerator random) : PageModel
{
    public string Nonce { get; private set; } = "";

    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.GetBytes(bytes);
        Nonce = Base64Url.EncodeToString(bytes);
        Response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; style-src 'self' 'nonce-{Nonce}'; img-src data:; "
            + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    }
}
