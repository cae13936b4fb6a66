using System.Buffers.Text;
using System.Security.Cryptography;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using PilotPairing.Api.Pages.Connect;
using PilotPairing.Application;
using PilotPairing.Application.TestMode;

namespace PilotPairing.Api.Pages.Simulator;

/// <summary>The phone of test mode: what a QR code of the simulator opens. Only sessions of test-mode tenants have such codes.</summary>
internal sealed class PhoneModel(IMediator mediator, IPublicAddress address, RandomNumberGenerator random) : PageModel
{
    /// <summary>Null when no simulated WhatsApp made the code.</summary>
    public SimulatedPhone? Phone { get; private set; }

    public bool Pressed { get; private set; }

    public string Nonce { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(string reference, CancellationToken cancellationToken) =>
        Show((await mediator.Send(new ScanQr(reference), cancellationToken)).Match<SimulatedPhone?>(phone => phone, _ => null));

    public Task<IActionResult> OnHeadAsync(string reference, CancellationToken cancellationToken) =>
        OnGetAsync(reference, cancellationToken);

    public async Task<IActionResult> OnPostAsync(string reference, CancellationToken cancellationToken)
    {
        Pressed = true;
        if (!SameSite.IsOurs(Request, address))
            return StatusCode(StatusCodes.Status403Forbidden);
        var linked = await mediator.Send(new LinkSimulatedPhone(reference), cancellationToken);
        return linked.Refusal is null
            ? Show(linked.Value)
            : Show((await mediator.Send(new ScanQr(reference), cancellationToken))
                .Match<SimulatedPhone?>(phone => phone with { IsLive = false }, _ => null));
    }

    private PageResult Show(SimulatedPhone? phone)
    {
        Phone = phone;
        Span<byte> bytes = stackalloc byte[16];
        random.GetBytes(bytes);
        Nonce = Base64Url.EncodeToString(bytes);
        PageHeaders.Write(Response, Nonce, "'none'");
        if (phone is null)
            Response.StatusCode = StatusCodes.Status404NotFound;
        return Page();
    }
}
