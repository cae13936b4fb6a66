using System.Buffers.Text;
using System.Security.Cryptography;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using PilotPairing.Api.Errors;
using PilotPairing.Api.Operating;
using PilotPairing.Application.Operating;
using PilotPairing.Domain;

namespace PilotPairing.Api.Pages.Ops;

/// <summary>
/// What all operations pages have: a policy that lets them load their own style and nothing else, and a record of every change.
/// </summary>
internal abstract class OpsPage(RandomNumberGenerator random) : PageModel
{
    public string Nonce { get; private set; } = "";

    /// <summary>Null where nobody is signed in: on the page that says what failed.</summary>
    public OperatorSession? SessionOrNull => OpsSession.Of(HttpContext);

    public OperatorSession Session => SessionOrNull!;

    /// <summary>Whether the forms that change something are shown; that they are refused otherwise is not decided here.</summary>
    public bool MayChange => Session.Operator.Role == OperatorRole.Operator;

    /// <summary>The form needs the keys of sessions, which are in the database.</summary>
    public virtual bool OffersSignOut => true;

    /// <summary>What was done by the form that led here.</summary>
    public string? Notice => OpsNotices.Of(Request.Query[OpsNotices.Parameter]);

    /// <summary>Why what was asked for was not done.</summary>
    public Refusal? Problem { get; protected set; }

    /// <summary>What cannot be used of the query or of a form.</summary>
    public List<FieldError> Faults { get; } = [];

    /// <summary>The address could not be used, so that no rows were read.</summary>
    protected bool IsUnread { get; set; }

    public int? TryAgainSeconds { get; protected set; }

    /// <summary>What stands in place of rows.</summary>
    public string Empty(string text) => IsUnread ? "Nothing was looked up." : text;

    /// <summary>What a page adds to the policy that all have.</summary>
    protected virtual string MorePolicy => "";

    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.GetBytes(bytes);
        Nonce = Base64Url.EncodeToString(bytes);
        Response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; style-src 'self' 'nonce-{Nonce}'; img-src data:; {MorePolicy}"
            + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    }

    /// <summary>Records what is about to be done, and does it by the use case that the API has for it.</summary>
    protected async Task<Result<T>> Act<T>(
        IMediator mediator, AuditAction action, string? subject, IRequest<Result<T>> request, CancellationToken cancellationToken,
        string? detail = null)
    {
        await mediator.Send(new RecordAction(Session, action, [subject], detail), cancellationToken);
        return await mediator.Send(request, cancellationToken);
    }

    /// <summary>After a form: its page again, so that a reload repeats nothing.</summary>
    protected RedirectResult Done(string notice, string? path = null) =>
        Redirect($"{path ?? Request.Path}?{OpsNotices.Parameter}={notice}");

    /// <summary>The page of the form with the reason; a program gets the envelope.</summary>
    protected async Task<IActionResult> Refused(Refusal refusal, Func<Task<bool>> load)
    {
        if (!HtmlErrorPages.AsksForHtml(Request))
        {
            await RefusalResult.Write(HttpContext, refusal);
            return new EmptyResult();
        }

        if (!await load())
            return NotFound();
        Response.StatusCode = RefusalResult.StatusOf(refusal.Kind);
        if (refusal is ValidationFailed invalid)
            Faults.AddRange(invalid.Fields);
        else
            Problem = refusal;
        return Page();
    }
}
