using System.Security.Cryptography;
using MediatR;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using PilotPairing.Api.Operating;
using PilotPairing.Application.Operating;

namespace PilotPairing.Api.Pages.Ops;

/// <summary>Ends the session on every node, copies of its cookie included.</summary>
[ViewersMayPost]
internal sealed class SignOutModel(RandomNumberGenerator random, IMediator mediator) : OpsPage(random)
{
    public LocalRedirectResult OnGet() => LocalRedirect(OpsModule.Path);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (OpsSession.Of(HttpContext) is { } session)
            await mediator.Send(new RecordAction(session, AuditAction.SignedOut, [null]), cancellationToken);
        await HttpContext.SignOutAsync(OpsSession.Scheme);
        var isOfProvider = SessionOrNull is { } ended && ProviderIdentity.IsActor(ended.Operator.Name);
        return LocalRedirect(OpsModule.SignInPath + (isOfProvider ? "?signedOut=true" : ""));
    }
}
