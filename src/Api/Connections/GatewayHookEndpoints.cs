using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using PilotPairing.Api.Errors;
using PilotPairing.Api.Middleware;
using PilotPairing.Application.Connections;

namespace PilotPairing.Api.Connections;

/// <summary>Where gateways tell of their sessions. Answered at once, whatever was said: an error would make them say it again, or never.</summary>
internal static class GatewayHookEndpoints
{
    /// <summary>The largest is a QR code with its picture, of 15 kB.</summary>
    private const int MostRead = 256 * 1024;

    public static void MapGatewayHooks(this IEndpointRouteBuilder app) => app.MapPost("/gateway-hooks/{pass}", Receive).ExcludeFromDescription();

    private static async Task<Results<NoContent, RefusalResult>> Receive(string pass, HttpContext context, IMediator mediator, CancellationToken cancellationToken)
    {
        // Nothing of theirs is longer; what is, tells nothing.
        var body = await BodyLimit.Read(context.Request, MostRead, cancellationToken) ?? default;
        var received = await mediator.Send(new HandleGatewayNotification(pass, context.Request.Headers["x-pilotpairing-secret"], body), cancellationToken);
        return received.Match<Results<NoContent, RefusalResult>>(_ => TypedResults.NoContent(), refusal => new RefusalResult(refusal));
    }
}
