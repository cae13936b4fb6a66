using System.Security.Cryptography;
using Microsoft.AspNetCore.Mvc;
using PilotPairing.Api.Errors;
using PilotPairing.Api.Pages.Ops;
using PilotPairing.Domain.Operating;

namespace PilotPairing.Api.Pages.OpsError;

/// <summary>
/// What a person sees when an operations page could not be shown. It asks nothing of the database, which may be the reason.
/// </summary>
internal sealed class IndexModel(RandomNumberGenerator random) : OpsPage(random)
{
    private HtmlErrorPages.FailedRequest? Failure => HtmlErrorPages.FailedRequestOf(HttpContext);

    public override bool OffersSignOut => false;

    public string? Code => Failure?.Refusal?.Code;

    public string RequestId => Errors.RequestId.Of(HttpContext);

    public string Title => Failure?.Refusal is ProviderSignInRefused or ProviderUnavailable or OperatorRoleMissing
        ? "You are not signed in"
        : Failure?.Status switch
        {
            StatusCodes.Status503ServiceUnavailable => "The database does not answer",
            StatusCodes.Status401Unauthorized => "You are signed out",
            StatusCodes.Status403Forbidden => "Not allowed",
            StatusCodes.Status404NotFound or null => "Nothing here",
            StatusCodes.Status429TooManyRequests => "Too many requests",
            >= StatusCodes.Status500InternalServerError => "Something went wrong",
            _ => "This cannot be done",
        };

    public string Text => Failure?.Refusal switch
    {
        ProviderSignInRefused refused => $"{refused.Text}. Begin again; the log has the reason under the request below.",
        ProviderUnavailable away => $"{away.Text}. Try again in a moment, or sign in with a password of your own.",
        OperatorRoleMissing missing => $"{missing.Text}. Ask for one where your organization manages its accounts.",
        _ => TextOfStatus,
    };

    private string TextOfStatus => Failure?.Status switch
    {
        StatusCodes.Status503ServiceUnavailable =>
            "Nothing can be shown or changed until it does. Work continues by itself afterwards; this page tries again every few seconds.",
        StatusCodes.Status404NotFound or null => "There is nothing at this address.",
        StatusCodes.Status401Unauthorized => "Sign in again, and repeat what you did.",
        >= StatusCodes.Status500InternalServerError => "The log has the reason under the request below.",
        _ => Failure?.Refusal is { } refusal ? refusal.Text + "." : "Go back, load the page again, and repeat it.",
    };

    public IActionResult OnGet()
    {
        var status = Failure?.Status ?? StatusCodes.Status404NotFound;
        Response.StatusCode = status;
        if (status == StatusCodes.Status503ServiceUnavailable)
            TryAgainSeconds = 5;
        return Page();
    }
}
