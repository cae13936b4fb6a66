using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using PilotPairing.Api.Errors;
using PilotPairing.Api.Json;
using PilotPairing.Api.OpenApi;
using PilotPairing.Application.Connections;
using PilotPairing.Application.Links;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Api.Connections;

/// <summary>What of a link's hosted page starts a pairing and watches it.</summary>
internal static class ConnectEndpoints
{
    public static void MapConnect(this IEndpointRouteBuilder page) => page.MapPost("/connect", Connect)
            .Describe("Start pairing, or read the current codes", "Parallel calls share one start. A live code is never replaced.")
            .TakesJson<ConnectRequest>()
        .Answers([new LinkNotFound(), new NotSupportedForMeta(), new NotSupportedForLink(), new AlreadyConnected(),
            .. GatewayRefusals.OfConnect]);

    public static void MapStream(this IEndpointRouteBuilder page) =>
        page.MapGet("/events", LinkStream.Follow)
            .Describe("Follow the pairing as server-sent events", "One snapshot, then what changes; it ends when the pairing does.")
            .Reads(
                Parameter.Attempt,
                new Parameter("attempt", "The same, for EventSource, which sends no headers"),
                new Parameter("Last-Event-ID", "Where a broken stream left off", InHeader: true))
            .Produces<string>(contentType: "text/event-stream").Answers(new LinkNotFound());

    private static async Task<Results<Ok<IssuedArtifactResponse>, RefusalResult>> Connect(
        string token, WireBody<ConnectRequest> body, IMediator mediator, IAttemptPass passes, CancellationToken cancellationToken)
    {
        if (PairingToken.Parse(token) is not { } parsed)
            return new RefusalResult(new LinkNotFound());
        var request = new RequestArtifact(parsed.Hash(), body.Value.Method, body.Value.Refresh ?? false) { Faults = body.Faults };
        return (await mediator.Send(request, cancellationToken)).As(issued => IssuedArtifactResponse.From(issued, passes.For(issued.Link)));
    }
}
