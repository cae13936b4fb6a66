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
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Api.Messaging;

internal static class TemplateEndpoints
{
    public static void MapTemplates(this IEndpointRouteBuilder keyed)
    {
        var routes = keyed.MapGroup("/templates").WithTags("Templates");
        routes.MapGet("", List)
            .Describe("List the templates for sending links")
            .Answers(new ValidationFailed([]));
        routes.MapPost("", Create)
            .Describe("Make a template for sending links")
            .TakesJson<TemplateRequest>().Answers(new NotSupportedForMeta(), new NumberNotFound(), new TemplateExists());
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

    private static async Task<Results<Ok<DoneResponse>, RefusalResult>> Remove(
        string id, Keyed key, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new RemoveTemplate(key.Caller, new(PathId.Read(TemplateId.Prefix, id))), cancellationToken))
            .As(_ => DoneResponse.Yes);
}
