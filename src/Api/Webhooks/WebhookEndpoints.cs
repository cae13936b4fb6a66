using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using PilotPairing.Api.Access;
using PilotPairing.Api.Errors;
using PilotPairing.Api.Json;
using PilotPairing.Api.Middleware;
using PilotPairing.Api.OpenApi;
using PilotPairing.Api.Parameters;
using PilotPairing.Application.Webhooks;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Numbers;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Api.Webhooks;

internal static class WebhookEndpoints
{
    public static void MapWebhooks(this IEndpointRouteBuilder keyed)
    {
        var routes = keyed.MapGroup("/webhooks").WithTags("Webhooks");
        routes.MapGet("", List)
            .Describe("List the webhook endpoints")
            .Answers(new ValidationFailed([]));
        routes.MapPost("", Register)
            .Describe("Register a webhook endpoint", "Of one or several numbers, or with scope tenant the whole tenant's. Its secret is at …/secret.")
            .Reads(new Parameter("x-whatsapp-number-id", "The number, instead of whatsappNumberId and whatsappNumberIds", InHeader: true))
            .TakesJson<EndpointRequest>()
            .Answers(new NumberScopeNotAllowed(), new NumberRequired(), new NumberMismatch(), new NumberNotFound(),
                new WebhookLimitReached());
        routes.MapGet("/{id}", Read)
            .Describe("Read a webhook endpoint")
            .Answers(new WebhookNotFound());
        routes.MapPatch("/{id}", Update)
            .Describe("Change a webhook endpoint", "Its number cannot change.")
            .TakesJson<EndpointPatch>().Answers(new WebhookNotFound());
        routes.MapPut("/{id}", Update)
            .Describe("Change a webhook endpoint, as PATCH does", "What is not named stays as it is.")
            .TakesJson<EndpointPatch>().Answers(new WebhookNotFound());
        routes.MapDelete("/{id}", Remove)
            .Describe("Remove a webhook endpoint", "Its log goes too.")
            .Answers(new WebhookNotFound());
        routes.MapGet("/{id}/secret", ReadSecret)
            .Describe("Read a webhook endpoint's secret")
            .WithMetadata(new AnswersSecret()).Answers(new WebhookNotFound());
        routes.MapPost("/{id}/secret/rotate", RotateSecret)
            .Describe("Give a webhook endpoint a new secret", "The old one signs along for 24 hours.")
            .WithMetadata(new AnswersSecret()).Answers(new WebhookNotFound());
    }

    public static EndpointId Named(string id) => new(PathId.Read(EndpointId.Prefix, id));

    private static async Task<Results<ListResult<EndpointResponse>, RefusalResult>> List(
        [AsParameters] Paging paging, Keyed key, IMediator mediator, CancellationToken cancellationToken)
    {
        var (page, faults) = paging.Read();
        return (await mediator.Send(new ListEndpoints(key.Caller, page) { Faults = new(null, faults) }, cancellationToken))
            .Match<Results<ListResult<EndpointResponse>, RefusalResult>>(
                endpoints => ListResult<EndpointResponse>.From(endpoints, endpoint => EndpointResponse.From(endpoint, key.Caller.Mode)),
                refusal => new RefusalResult(refusal));
    }

    private static async Task<Results<Created<EndpointResponse>, RefusalResult>> Register(
        WireBody<EndpointRequest> body, Keyed key, HttpRequest http, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(EndpointRequest.ToCommand(body, http.Headers["x-whatsapp-number-id"].ToString(), key.Caller),
            cancellationToken))
            .Match<Results<Created<EndpointResponse>, RefusalResult>>(
                endpoint => TypedResults.Created($"/v1/webhooks/{endpoint.Id}", EndpointResponse.From(endpoint, key.Caller.Mode)),
                refusal => new RefusalResult(refusal));

    private static async Task<Results<Ok<EndpointResponse>, RefusalResult>> Read(
        string id, Keyed key, IMediator mediator, CancellationToken cancellationToken) =>
        ToResponse(await mediator.Send(new ReadEndpoint(key.Caller, Named(id)), cancellationToken), key);

    private static async Task<Results<Ok<EndpointResponse>, RefusalResult>> Update(
        string id, WireBody<EndpointPatch> body, Keyed key, IMediator mediator, CancellationToken cancellationToken) =>
        ToResponse(await mediator.Send(EndpointPatch.ToCommand(body, Named(id), key.Caller), cancellationToken), key);

    private static async Task<Results<Ok<DoneResponse>, RefusalResult>> Remove(
        string id, Keyed key, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new RemoveEndpoint(key.Caller, Named(id)), cancellationToken)).Match<Results<Ok<DoneResponse>, RefusalResult>>(
            _ => TypedResults.Ok(DoneResponse.Yes),
            refusal => new RefusalResult(refusal));

    private static async Task<Results<Ok<SecretResponse>, RefusalResult>> ReadSecret(
        string id, Keyed key, HttpResponse http, IMediator mediator, CancellationToken cancellationToken) =>
        ToResponse(await mediator.Send(new ReadEndpointSecret(key.Caller, Named(id)), cancellationToken), http);

    private static async Task<Results<Ok<SecretResponse>, RefusalResult>> RotateSecret(
        string id, Keyed key, HttpResponse http, IMediator mediator, CancellationToken cancellationToken) =>
        ToResponse(await mediator.Send(new RotateEndpointSecret(key.Caller, Named(id)), cancellationToken), http);

    private static Results<Ok<EndpointResponse>, RefusalResult> ToResponse(Result<WebhookEndpoint> result, Keyed key) =>
        result.Match<Results<Ok<EndpointResponse>, RefusalResult>>(
        endpoint => TypedResults.Ok(EndpointResponse.From(endpoint, key.Caller.Mode)),
        refusal => new RefusalResult(refusal));

    private static Results<Ok<SecretResponse>, RefusalResult> ToResponse(Result<EndpointSecret> result, HttpResponse http)
    {
        http.Headers.CacheControl = "no-store";
        return result.Match<Results<Ok<SecretResponse>, RefusalResult>>(
            secret => TypedResults.Ok(new SecretResponse(secret.Secret.Value, secret.PreviousValidUntil)),
            refusal => new RefusalResult(refusal));
    }
}
