using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using PilotPairing.Api.Access;
using PilotPairing.Api.Errors;
using PilotPairing.Api.Json;
using PilotPairing.Api.Messaging;
using PilotPairing.Api.OpenApi;
using PilotPairing.Api.Parameters;
using PilotPairing.Application.Access;
using PilotPairing.Application.Instances;
using PilotPairing.Application.Links;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Gateways;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Meta;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Api.Links;

/// <summary>Links as objects of their owner.</summary>
internal static class LinkEndpoints
{
    public static void MapLinks(this IEndpointRouteBuilder keyed)
    {
        keyed.MapPost("/numbers/remote-pairing", Create)
            .Describe("Remote pairing (connection link)",
                "Makes a pairing link. Fires link.created, and number.created for a new number. Neither a QR code nor a pairing code "
                    + "is in the answer: the person with the phone gets them on the link's page.")
            .TakesJson<PairingLinkRequest>().WithTags("Numbers")
            .Answers(new NumberNotFound(), new NotSupportedForMeta(), new AlreadyConnected(), new NumberScopeNotAllowed(),
                new GatewayNotConfigured(), new MetaNotConfigured());
        var routes = keyed.MapGroup("/links").WithTags("Links");
        routes.MapGet("", List)
            .Describe("List the links")
            .Reads(LinkFilters.Parameters)
            .Answers(new ValidationFailed([]));
        routes.MapGet("/{id}", Read)
            .Describe("Read a link", "How far its person came, and why it failed; never its token.")
            .Answers(new LinkNotFound());
        routes.MapPatch("/{id}", Update)
            .Describe("Change a link", "Active and expired links; a later expiresAt brings an expired one back.")
            .TakesJson<LinkPatch>().Answers(new LinkNotFound(), new LinkNotActive());
        routes.MapPost("/{id}/revoke", Revoke)
            .Describe("Revoke a link", "Again is no error.")
            .Answers(new LinkNotFound());
        routes.MapPost("/{id}/rotate", Rotate)
            .Describe("Give a link a new address", "The old one is dead at once.")
            .TakesJson<RotateRequest>().Answers(new LinkNotFound(), new LinkNotActive());
        routes.MapPost("/{id}/send", Send)
            .Describe("Send a link to its number again")
            .Answers(new LinkNotFound(), new NotSupportedForMeta(), new LinkNotActive());
    }

    private static async Task<Results<Created<PairingLinkResponse>, RefusalResult>> Create(
        WireBody<PairingLinkRequest> body, Keyed key, IPhoneNumberParser phones, IMediator mediator, ConnectAddress addresses,
        CancellationToken cancellationToken)
    {
        var connectUrl = await addresses.Of(key.Caller.Tenant, cancellationToken);
        return (await mediator.Send(PairingLinkRequest.ToCommand(body, key.Caller, phones), cancellationToken))
            .Match<Results<Created<PairingLinkResponse>, RefusalResult>>(
            created => TypedResults.Created($"/v1/links/{created.Link.Id}", PairingLinkResponse.From(created, connectUrl)),
            refusal => new RefusalResult(refusal));
    }

    private static async Task<Results<ListResult<LinkResponse>, RefusalResult>> List(
        [AsParameters] Paging paging, HttpRequest http, Keyed key, IMediator mediator, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var (page, faults) = paging.Read();
        return (await mediator.Send(LinkFilters.Read(http, key.Caller, page, faults), cancellationToken))
            .Match<Results<ListResult<LinkResponse>, RefusalResult>>(
            links => ListResult<LinkResponse>.From(links, detail => LinkResponse.From(detail, clock.GetUtcNow())),
            refusal => new RefusalResult(refusal));
    }

    private static async Task<Results<Ok<LinkResponse>, RefusalResult>> Read(
        string id, Keyed key, IMediator mediator, TimeProvider clock, CancellationToken cancellationToken) =>
        (await mediator.Send(new ReadOwnLink(key.Caller, Named(id)), cancellationToken))
            .As(detail => LinkResponse.From(detail, clock.GetUtcNow()));

    private static async Task<Results<Ok<LinkResponse>, RefusalResult>> Update(
        string id, WireBody<LinkPatch> body, Keyed key, IMediator mediator, TimeProvider clock, CancellationToken cancellationToken) =>
        (await mediator.Send(new UpdateLink(key.Caller, Named(id), body.Value.ToChange()) { Faults = body.Faults }, cancellationToken))
            .As(detail => LinkResponse.From(detail, clock.GetUtcNow()));

    private static async Task<Results<Ok<LinkResponse>, RefusalResult>> Revoke(
        string id, Keyed key, IMediator mediator, TimeProvider clock, CancellationToken cancellationToken) =>
        (await mediator.Send(new RevokeLink(key.Caller, Named(id)), cancellationToken))
            .As(detail => LinkResponse.From(detail, clock.GetUtcNow()));

    private static async Task<Results<Ok<RotateResponse>, RefusalResult>> Rotate(
        string id, WireBody<RotateRequest> body, Keyed key, IMediator mediator, ConnectAddress addresses,
        CancellationToken cancellationToken)
    {
        var connectUrl = await addresses.Of(key.Caller.Tenant, cancellationToken);
        return (await mediator.Send(
            new RotateLink(
                key.Caller, Named(id))
            { Faults = body.Faults, ExpiresInSeconds = body.Value.ExpiresInSeconds }, cancellationToken))
            .As(rotated => RotateResponse.From(rotated, connectUrl));
    }

    private static async Task<Results<Ok<SendResponse>, RefusalResult>> Send(
        string id, Keyed key, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new SendLink(key.Caller, Named(id)), cancellationToken)).As(SendResponse.From);

    private static LinkId Named(string id) => new(PathId.Read(LinkId.Prefix, id));
}
