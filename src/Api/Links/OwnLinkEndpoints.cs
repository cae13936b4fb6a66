using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using PilotPairing.Api.Access;
using PilotPairing.Api.Errors;
using PilotPairing.Api.Json;
using PilotPairing.Api.Messaging;
using PilotPairing.Api.OpenApi;
using PilotPairing.Api.Parameters;
using PilotPairing.Application;
using PilotPairing.Application.Links;
using PilotPairing.Domain;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Api.Links;

/// <summary>Links as objects of their owner.</summary>
internal static class OwnLinkEndpoints
{
    public static void MapOwnLinks(this IEndpointRouteBuilder keyed)
    {
        var routes = keyed.MapGroup("/links").WithTags("Links");
        routes.MapGet("", List).Answers(new ValidationFailed([]));
        routes.MapGet("/{id}", Read).Answers(new LinkNotFound());
        routes.MapPatch("/{id}", Update).Accepts<LinkPatch>("application/json").Answers(new LinkNotFound(), new LinkNotActive());
        routes.MapPost("/{id}/revoke", Revoke).Answers(new LinkNotFound());
        routes.MapPost("/{id}/rotate", Rotate).Accepts<RotateRequest>("application/json").Answers(new LinkNotFound(), new LinkNotActive());
        routes.MapPost("/{id}/send", Send).Answers(new LinkNotFound(), new NotSupportedForMeta(), new LinkNotActive());
    }

    private static async Task<Results<ListResult<LinkResponse>, RefusalResult>> List(
        [AsParameters] Paging paging, HttpRequest http, Keyed key, IMediator mediator, TimeProvider clock, CancellationToken cancellationToken)
    {
        var (page, faults) = paging.Read();
        var filters = new Filters(http.Query, [.. faults]);
        var request = new ListOwnLinks(key.Caller, page)
        {
            Status = filters.Enum<LinkStatus>("status"),
            // What is no id of a number is the id that no link has, and so an empty list.
            Number = filters.Text("numberId") is { } number ? new NumberId(PathId.Read(NumberId.Prefix, number)) : null,
            ExternalRef = filters.Text("externalRef"),
            Faults = new(null, filters.Faults),
        };
        return (await mediator.Send(request, cancellationToken)).Match<Results<ListResult<LinkResponse>, RefusalResult>>(
            links => ListResult<LinkResponse>.From(links, detail => LinkResponse.From(detail, clock.GetUtcNow())),
            refusal => new RefusalResult(refusal));
    }

    private static async Task<Results<Ok<LinkResponse>, RefusalResult>> Read(string id, Keyed key, IMediator mediator, TimeProvider clock, CancellationToken cancellationToken) =>
        (await mediator.Send(new ReadOwnLink(key.Caller, Named(id)), cancellationToken)).As(detail => LinkResponse.From(detail, clock.GetUtcNow()));

    private static async Task<Results<Ok<LinkResponse>, RefusalResult>> Update(
        string id, WireBody<LinkPatch> body, Keyed key, IMediator mediator, TimeProvider clock, CancellationToken cancellationToken) =>
        (await mediator.Send(new UpdateLink(key.Caller, Named(id), body.Value.ToChange()) { Faults = body.Faults }, cancellationToken))
            .As(detail => LinkResponse.From(detail, clock.GetUtcNow()));

    private static async Task<Results<Ok<LinkResponse>, RefusalResult>> Revoke(string id, Keyed key, IMediator mediator, TimeProvider clock, CancellationToken cancellationToken) =>
        (await mediator.Send(new RevokeLink(key.Caller, Named(id)), cancellationToken)).As(detail => LinkResponse.From(detail, clock.GetUtcNow()));

    private static async Task<Results<Ok<RotateResponse>, RefusalResult>> Rotate(
        string id, WireBody<RotateRequest> body, Keyed key, IMediator mediator, IPublicAddress address, CancellationToken cancellationToken) =>
        (await mediator.Send(new RotateLink(key.Caller, Named(id)) { Faults = body.Faults, ExpiresInSeconds = body.Value.ExpiresInSeconds }, cancellationToken))
            .As(rotated => RotateResponse.From(rotated, address.ConnectUrl));

    private static async Task<Results<Ok<SendResponse>, RefusalResult>> Send(string id, Keyed key, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new SendLink(key.Caller, Named(id)), cancellationToken)).As(SendResponse.From);

    private static LinkId Named(string id) => new(PathId.Read(LinkId.Prefix, id));
}
