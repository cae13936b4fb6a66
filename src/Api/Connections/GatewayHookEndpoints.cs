using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using PilotPairing.Api.Errors;
using PilotPairing.Api.Middleware;
using PilotPairing.Application.Connections;

namespace PilotPairing.Api.Connections;

/// <summary>
/// Receives gateways' notifications about sessions. Always answered with success: an error would make them repeat it, or stop sending.
/// </summary>
internal static class GatewayHookEndpoints
{
    /// <summary>The largest is a QR code with its picture, of 15 kB.</summary>
    private const int MostRead = 256 * 1024;

    public static void MapGatewayHooks(this IEndpointRouteBuilder app) =>
        app.MapPost("/gateway-hooks/{pass}", Receive).ExcludeFromDescription();

    private static async Task<Results<NoContent, RefusalResult>> Receive(
        string pass, HttpContext context, IMediator mediator, CancellationToken cancellationToken)
    {
        // Real notifications are shorter; a longer one is ignored.
        var body = await BodyLimit.Read(context.Request, MostRead, cancellationToken) ?? default;
        var received = await mediator.Send(new HandleGatewayNotification(pass, context.Request.Headers["x-pilotpairing-secret"], body),
            cancellationToken);
        return received.Match<Results<NoContent, RefusalResult>>(_ => TypedResults.NoContent(), refusal => new RefusalResult(refusal));
    }
}
