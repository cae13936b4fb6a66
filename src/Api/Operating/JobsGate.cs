using System.Collections.Frozen;
using MediatR;
using Microsoft.AspNetCore.Antiforgery;
using PilotPairing.Api.Errors;
using PilotPairing.Application.Operating;
using PilotPairing.Domain.Operating;

namespace PilotPairing.Api.Operating;

/// <summary>
/// Stands before the dashboard of the jobs: every act there is known by its path, comes from the dashboard's own page, and is in the audit
/// log before it happens. Behind the authorization of <c>/ops</c>.
/// </summary>
internal sealed class JobsGate(RequestDelegate next, IAntiforgery antiforgery)
{
    public const string Path = OpsModule.Path + "/jobs";

    /// <summary>The dashboard's question for its figures, every two seconds.</summary>
    public const string Polling = Path + "/stats";

    private const string Subjects = "jobs[]";

    /// <summary>
    /// Its scripts and styles are files, but for one style sheet that its charts write, always the same; states are coloured by attributes.
    /// </summary>
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'sha256-z7zcnw/4WalZqx+PrNaRnoeLz/G9WXuFqV1WCJ129sg='; "
        + "style-src-attr 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
        + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private static readonly FrozenDictionary<string, AuditAction> Acts = new Dictionary<string, AuditAction>
    {
        ["requeue"] = AuditAction.JobRequeued,
        ["enqueue"] = AuditAction.JobRequeued,
        ["delete"] = AuditAction.JobDeleted,
        ["trigger"] = AuditAction.JobTriggered,
        ["remove"] = AuditAction.RecurringJobRemoved,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public async Task Invoke(HttpContext context, IMediator mediator)
    {
        if (!context.Request.Path.StartsWithSegments(Path, out var rest))
        {
            await next(context);
            return;
        }

        context.Response.Headers.ContentSecurityPolicy = Policy;
        if (HttpMethods.IsPost(context.Request.Method) && await Refused(context, rest.Value!, mediator))
            return;
        await next(context);
    }

    private async Task<bool> Refused(HttpContext context, string path, IMediator mediator)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            await RefusalResult.Write(context, new AntiforgeryFailed());
            return true;
        }

        if (context.Request.Path.Equals(Polling, StringComparison.Ordinal))
            return false;
        if (await OperatorRoleFilter.IsRefused(context, context.Request.Path.Value!, null))
            return true;
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        // "/jobs/actions/requeue/7" is one job, "/jobs/failed/requeue" those of the form.
        var (act, named) = parts is ["jobs", "actions", var verb, var job] ? (verb, job) : (parts.LastOrDefault() ?? "", null);
        if (!Acts.TryGetValue(act, out var action))
        {
            await RefusalResult.Write(context, new NothingHere());
            return true;
        }

        var session = OpsSession.Of(context)!;
        var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted) : FormCollection.Empty;
        string[] subjects = named is not null ? [named] : [.. form[Subjects].OfType<string>()];
        await mediator.Send(new RecordAction(session, action, subjects), context.RequestAborted);
        return false;
    }
}
