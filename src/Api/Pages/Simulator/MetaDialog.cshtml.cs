using System.Buffers.Text;
using System.Security.Cryptography;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using PilotPairing.Api.Pages.Connect;
using PilotPairing.Application.Links;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Links;

namespace PilotPairing.Api.Pages.Simulator;

/// <summary>What the simulated script of Meta opens. Only living links of test-mode tenants have such a window.</summary>
internal sealed class MetaDialogModel(IMediator mediator, RandomNumberGenerator random) : PageModel
{
    private const string AnyNumber = "5511987654321";

    /// <summary>What is suggested: the link's own number where it has one. Null when there is nothing to sign up for.</summary>
    public string? Number { get; private set; }

    public string Nonce { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(string token, CancellationToken cancellationToken)
    {
        if (PairingToken.Parse(token) is { } parsed
            && (await mediator.Send(new ReadLink(parsed.Hash(), WithReceipt: false), cancellationToken))
                .Match<LinkReading?>(found => found, _ => null) is { Tenant.Mode: TenantMode.Test } reading)
            Number = reading.View.Pairing?.Phone.Digits ?? AnyNumber;

        Span<byte> bytes = stackalloc byte[16];
        random.GetBytes(bytes);
        Nonce = Base64Url.EncodeToString(bytes);
        PageHeaders.Write(Response, Nonce, "'none'");
        // The page that opened the window gets the outcome, even from a frame of another site.
        Response.Headers["Cross-Origin-Opener-Policy"] = "unsafe-none";
        if (Number is null)
            Response.StatusCode = StatusCodes.Status404NotFound;
        return Page();
    }

    public Task<IActionResult> OnHeadAsync(string token, CancellationToken cancellationToken) => OnGetAsync(token, cancellationToken);
}
