using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using PilotPairing.Api.Access;
using PilotPairing.Api.Errors;
using PilotPairing.Api.Json;
using PilotPairing.Api.Middleware;
using PilotPairing.Api.OpenApi;
using PilotPairing.Api.RateLimiting;
using PilotPairing.Application.Access;
using PilotPairing.Application.Instances;

namespace PilotPairing.Api.Links;

/// <summary>Many links in one request.</summary>
internal static class BulkLinkEndpoints
{
    public static void MapBulkLinks(this IEndpointRouteBuilder keyed) =>
        keyed.MapPost("/numbers/remote-pairing/bulk", Create)
            .Describe(
                "Make up to 200 pairing links",
                "Each entry is the body of a pairing link and has an outcome of its own, in the order of the entries. Its status is "
                    + "the one that it would have had alone; an entry that is refused harms no other. Messages are sent later: their code "
                    + "is PENDING. Each entry counts as a request against the rate limits.")
            .TakesJson<BulkLinksRequest>().WithMetadata(new BodyLimit(BulkLinksBody.LargestBytes, new BodyTooLarge("1 MiB")))
            .WithTags("Numbers")
            .Answers();

    private static async Task<Results<Ok<BulkLinksResponse>, RefusalResult>> Create(
        WireBody<BulkLinksBody> body, Keyed key, HttpContext http, EntryLimits limits, IPhoneNumberParser phones, WireJson wire,
        IMediator mediator,
        ConnectAddress addresses, CancellationToken cancellationToken)
    {
        var request = BulkLinksBody.ToCommand(body, key.Caller, phones, wire);
        if (limits.Refused(http, key.Caller, request.Links?.Count ?? 1) is { } refusal)
            return new RefusalResult(refusal);
        var connectUrl = await addresses.Of(key.Caller.Tenant, cancellationToken);
        return (await mediator.Send(request, cancellationToken))
            .As(created => BulkLinksResponse.From(created, connectUrl, RequestId.Of(http)));
    }
}
