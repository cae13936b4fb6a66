using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using PilotPairing.Api.Errors;
using PilotPairing.Api.Middleware;
using PilotPairing.Application.Meta;

namespace PilotPairing.Api.Meta;

/// <summary>
/// Receives Meta's webhooks about accounts and numbers. Answered before they are processed: after an error Meta repeats them for days.
/// </summary>
internal static class MetaHookEndpoints
{
    /// <summary>What concerns an account has a kilobyte; this holds a batch of it.</summary>
    private const int MostRead = 1024 * 1024;

    public static void MapMetaHooks(this IEndpointRouteBuilder app)
    {
        app.MapGet("/meta-hooks/{pass}", Verify).ExcludeFromDescription();
        app.MapPost("/meta-hooks/{pass}", Receive).ExcludeFromDescription();
    }

    private static async Task<Results<ContentHttpResult, RefusalResult>> Verify(
        string pass, [FromQuery(Name = "hub.mode")] string? mode, [FromQuery(Name = "hub.verify_token")] string? verifyToken,
        [FromQuery(Name = "hub.challenge")] string? challenge,
        IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new VerifyMetaHook(pass, mode, verifyToken, challenge), cancellationToken))
            .Match<Results<ContentHttpResult, RefusalResult>>(
            echo => TypedResults.Text(echo, "text/plain"), refusal => new RefusalResult(refusal));

    private static async Task<Results<Ok, RefusalResult>> Receive(
        string pass, HttpContext context, [FromHeader(Name = "X-Hub-Signature-256")] string? signature, IMediator mediator,
        CancellationToken cancellationToken)
    {
        if (await BodyLimit.Read(context.Request, MostRead, cancellationToken) is not { } body)
            return new RefusalResult(new BodyTooLarge());
        return (await mediator.Send(new HandleMetaNotification(pass, signature, body), cancellationToken))
            .Match<Results<Ok, RefusalResult>>(
            _ => TypedResults.Ok(), refusal => new RefusalResult(refusal));
    }
}
