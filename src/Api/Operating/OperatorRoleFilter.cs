using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.Filters;
using PilotPairing.Api.Errors;
using PilotPairing.Application.Operating;
using PilotPairing.Domain.Operating;

namespace PilotPairing.Api.Operating;

/// <summary>Marks a page whose form a viewer may send, since it changes nothing but the viewer's own session.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class ViewersMayPostAttribute : Attribute;

/// <summary>
/// Every form of the operations pages is for the role operator: a page that is added later is protected without a line of its own.
/// </summary>
internal sealed class OperatorRoleFilter : IAsyncPageFilter
{
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var http = context.HttpContext;
        var isFree = context.ActionDescriptor.EndpointMetadata.Any(mark => mark is ViewersMayPostAttribute or IAllowAnonymous);
        if (HttpMethods.IsGet(http.Request.Method) || isFree
            || !await IsRefused(http, http.Request.Path.Value!, context.HandlerMethod?.Name))
            await next();
        else
            context.Result = new Microsoft.AspNetCore.Mvc.EmptyResult();
    }

    /// <summary>Refuses, and records, a change that was asked for by a viewer.</summary>
    /// <param name="subject">Where the change was asked for.</param>
    /// <param name="detail">What was asked for, where the place does not say it.</param>
    public static async Task<bool> IsRefused(HttpContext context, string subject, string? detail)
    {
        var session = OpsSession.Of(context)!;
        if (session.Operator.Role == OperatorRole.Operator)
            return false;
        await context.RequestServices.GetRequiredService<IMediator>()
            .Send(new RecordAction(session, AuditAction.ChangeRefused, [subject], detail), context.RequestAborted);
        await RefusalResult.Write(context, new OperatorRoleRequired());
        return true;
    }
}
