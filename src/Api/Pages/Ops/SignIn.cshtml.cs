using System.Security.Cryptography;
using MediatR;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using PilotPairing.Api.Operating;
using PilotPairing.Application;
using PilotPairing.Application.Operating;
using PilotPairing.Domain.Operating;
using PilotPairing.Infrastructure.Operating;

namespace PilotPairing.Api.Pages.Ops;

/// <summary>The form that begins a session.</summary>
[AllowAnonymous]
internal sealed class SignInModel(
    RandomNumberGenerator random, IMediator mediator, IOperators operators, OpsCookies cookies, KnownBrowsers browsers,
    IOptions<OidcOptions> oidc, IPublicAddress publicAddress) : OpsPage(random)
{
    private const int LongestUser = 64;

    /// <summary>Why the last try failed; null before the first.</summary>
    public string? Failure { get; private set; }

    public bool CanSignIn => cookies.CanKeep(Request);

    /// <summary>What the identity provider is called; null where none is configured.</summary>
    public string? Provider => OidcOptions.Configured(oidc)?.DisplayName;

    /// <summary>At the public address, which is where the provider leads back to.</summary>
    public string ProviderUrl => publicAddress.PublicUrl + OidcSignIn.Start + QueryString.Create("returnUrl", OpsReturn.Of(ReturnUrl));

    /// <summary>Where the provider has just led back to.</summary>
    public string? Continue { get; private set; }

    /// <summary>A session by the provider has ended here, and not at the provider.</summary>
    [BindProperty(SupportsGet = true)]
    public bool SignedOut { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    [BindProperty]
    public string? Username { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    public IActionResult OnGet([FromQuery] bool signedIn)
    {
        if (OpsSession.Of(HttpContext) is not null)
            return Onwards();
        if (signedIn)
            Continue = OpsReturn.Of(ReturnUrl);
        return Page();
    }

    public IActionResult OnHead([FromQuery] bool signedIn) => OnGet(signedIn);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!CanSignIn)
            return Refused(StatusCodes.Status403Forbidden, null);

        var user = Username is { Length: <= LongestUser } typed ? typed.Trim() : "";
        var request = new SignIn(user, new(Password ?? ""), OpsSession.AddressOf(HttpContext), browsers.SessionOf(Request, user));
        var outcome = await mediator.Send(request, cancellationToken);
        if (outcome.Refusal is SignInLocked { Wait: var wait })
        {
            Response.Headers.RetryAfter = $"{(int)Math.Ceiling(wait.TotalSeconds)}";
            var minutes = Math.Ceiling(wait.TotalMinutes);
            return Refused(StatusCodes.Status429TooManyRequests, $"Too many failed sign-ins. Try again in {minutes} minutes.");
        }

        if (outcome.Refusal is not null)
            return Refused(StatusCodes.Status401Unauthorized, "User or password is wrong.");

        await HttpContext.SignInAsync(OpsSession.Scheme, OpsSession.Principal(outcome.Value, operators.StampOf(user)!),
            new() { IsPersistent = false });
        browsers.Remember(HttpContext, outcome.Value);
        return Onwards();
    }

    private Microsoft.AspNetCore.Mvc.RazorPages.PageResult Refused(int status, string? problem)
    {
        (Response.StatusCode, Failure) = (status, problem);
        return Page();
    }

    private LocalRedirectResult Onwards() => LocalRedirect(OpsReturn.Of(ReturnUrl));
}
