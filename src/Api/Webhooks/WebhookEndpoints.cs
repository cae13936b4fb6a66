using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using PilotPairing.Api.Access;
using PilotPairing.Api.Transport;

namespace PilotPairing.Api.Webhooks;

internal static class WebhookEndpoints
{
    public static void MapWebhooks(this IEndpointRouteBuilder keyed) =>
        keyed.MapPost("/webhooks", Register).Accepts<EndpointRequest>("application/json");

    private static async Task<Results<Created<EndpointResponse>, RefusalResult>> Register(
        WireBody<EndpointRequest> body, Keyed key, HttpRequest http, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(EndpointRequest.ToCommand(body, http.Headers["x-whatsapp-number-id"].ToString(), key.Caller), cancellationToken))
            .Match<Results<Created<EndpointResponse>, RefusalResult>>(
                endpoint => TypedResults.Created($"/v1/webhooks/{endpoint.Id}", EndpointResponse.From(endpoint, key.Caller.Mode)),
                refusal => new RefusalResult(refusal));
}
