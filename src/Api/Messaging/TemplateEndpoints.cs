using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using PilotPairing.Api.Access;
using PilotPairing.Api.Errors;
using PilotPairing.Api.Json;
using PilotPairing.Api.OpenApi;
using PilotPairing.Api.Parameters;
using PilotPairing.Application.Messaging;
using PilotPairing.Domain;
using PilotPairing.Domain.Messaging;
using PilotPairing.Domain.Meta;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Api.Messaging;

internal static class TemplateEndpoints
{
    private static readonly Refusal[] MetaFailures =
        [new MetaNotConfigured(), new MetaUnreachable(), new MetaRejected(null, null, "", null)];

    public static void MapTemplates(this IEndpointRouteBuilder keyed)
    {
        var routes = keyed.MapGroup("/templates").WithTags("Templates");
        routes.MapGet("", List)
            .Describe("List the templates for sending links")
            .Answers(new ValidationFailed([]));
        routes.MapPost("", Create)
            .Describe("Make a template for sending links")
            .TakesJson<TemplateRequest>().Answers(new NotSupportedForMeta(), new NumberNotFound(), new TemplateExists());
        routes.MapPost("/meta", CreateAtMeta)
            .Describe("Make the template for sending links at Meta",
                "Named pilot_status_remote_pairing, of the category UTILITY, with a button that opens the link. Meta reviews it; one that "
                    + "Meta has already is taken as it is.")
            .TakesJson<MetaTemplateRequest>().Answers([new NumberNotFound(), new TemplateExists(), .. MetaFailures]);
        routes.MapPost("/{id}/sync", Sync)
            .Describe("Ask Meta about a template now", "Templates are also refreshed by themselves, and when Meta reports a change.")
            .Answers([new TemplateNotFound(), new NumberNotFound(), .. MetaFailures]);
        routes.MapDelete("/{id}", Remove)
            .Describe("Remove a template")
            .Answers(new TemplateNotFound());
    }

    private static async Task<Results<ListResult<TemplateResponse>, RefusalResult>> List(
        [AsParameters] Paging paging, Keyed key, IMediator mediator, CancellationToken cancellationToken)
    {
        var (page, faults) = paging.Read();
        return (await mediator.Send(new ListTemplates(key.Caller, page) { Faults = new(null, faults) }, cancellationToken))
            .Match<Results<ListResult<TemplateResponse>, RefusalResult>>(
            templates => ListResult<TemplateResponse>.From(templates, TemplateResponse.From),
            refusal => new RefusalResult(refusal));
    }

    private static async Task<Results<Created<TemplateResponse>, RefusalResult>> Create(
        WireBody<TemplateRequest> body, Keyed key, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(TemplateRequest.ToCommand(body, key.Caller), cancellationToken))
            .Match<Results<Created<TemplateResponse>, RefusalResult>>(
            template => TypedResults.Created((string?)null, TemplateResponse.From(template)),
            refusal => new RefusalResult(refusal));

    private static async Task<Results<Created<TemplateResponse>, RefusalResult>> CreateAtMeta(
        WireBody<MetaTemplateRequest> body, Keyed key, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(MetaTemplateRequest.ToCommand(body, key.Caller), cancellationToken))
            .Match<Results<Created<TemplateResponse>, RefusalResult>>(
            template => TypedResults.Created((string?)null, TemplateResponse.From(template)),
            refusal => new RefusalResult(refusal));

    private static async Task<Results<Ok<TemplateResponse>, RefusalResult>> Sync(
        string id, Keyed key, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new SyncTemplate(key.Caller, new(PathId.Read(TemplateId.Prefix, id))), cancellationToken))
            .As(TemplateResponse.From);

    private static async Task<Results<Ok<DoneResponse>, RefusalResult>> Remove(
        string id, Keyed key, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new RemoveTemplate(key.Caller, new(PathId.Read(TemplateId.Prefix, id))), cancellationToken))
            .As(_ => DoneResponse.Yes);
}
