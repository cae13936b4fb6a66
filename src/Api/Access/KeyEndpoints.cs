using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using PilotPairing.Api.Errors;
using PilotPairing.Api.Json;
using PilotPairing.Api.Middleware;
using PilotPairing.Api.OpenApi;
using PilotPairing.Api.Parameters;
using PilotPairing.Application.Access;
using PilotPairing.Application.Numbers;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Api.Access;

internal static class KeyEndpoints
{
    public static void MapKeys(this IEndpointRouteBuilder keyed)
    {
        var routes = keyed.MapGroup("").WithTags("Access");
        routes.MapGet("/me", ReadCaller)
            .Describe("Ask whose key this is");
        routes.MapGet("/api-keys", List)
            .Describe("List the numbers' keys", "One line for each number; a key itself is shown only when it is made.")
            .WithMetadata(new TenantKeyOnly()).Answers(new ValidationFailed([]));
        routes.MapPost("/api-keys", Make)
            .Describe("Make a number's key", "The one before it dies after graceSeconds.")
            .TakesJson<NumberKeyRequest>().WithMetadata(new TenantKeyOnly(), new AnswersSecret()).Answers(new NumberNotFound());
        routes.MapPost("/api-keys/regenerate", Regenerate)
            .Describe("Replace the calling key", "The calling key dies after graceSeconds.")
            .TakesJson<RegenerateRequest>().WithMetadata(new AnswersSecret());
    }

    private static Ok<CallerResponse> ReadCaller(Keyed key) => TypedResults.Ok(CallerResponse.From(key.Caller));

    private static async Task<Results<ListResult<NumberKeyResponse>, RefusalResult>> List(
        [AsParameters] Paging paging, Keyed key, IMediator mediator, CancellationToken cancellationToken)
    {
        var (page, faults) = paging.ReadOfNumbers();
        return (await mediator.Send(new ListNumberKeys(key.Caller, page) { Faults = new(null, faults) }, cancellationToken))
            .Match<Results<ListResult<NumberKeyResponse>, RefusalResult>>(
            numbers => ListResult<NumberKeyResponse>.From(numbers, NumberKeyResponse.From),
            refusal => new RefusalResult(refusal));
    }

    private static async Task<Results<Created<KeyResponse>, RefusalResult>> Make(
        WireBody<NumberKeyRequest> body, Keyed key, HttpResponse response, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(NumberKeyRequest.ToCommand(body, key.Caller), cancellationToken))
            .Match<Results<Created<KeyResponse>, RefusalResult>>(
            made => Shown(made, response),
            refusal => new RefusalResult(refusal));

    /// <summary>A caller who was replaced between the gate and here is as unknown as any other.</summary>
    private static async Task<Results<Created<KeyResponse>, RefusalResult>> Regenerate(
        WireBody<RegenerateRequest> body, Keyed key, HttpResponse response, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new RotateKey(key.Caller.Key) { Faults = body.Faults, GraceSeconds = body.Value.GraceSeconds },
            cancellationToken))
            .Match<Results<Created<KeyResponse>, RefusalResult>>(
                made => Shown(made, response),
                refusal => new RefusalResult(refusal is KeyNotFound ? new Unauthorized() : refusal));

    private static Created<KeyResponse> Shown(ApiKey key, HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        return TypedResults.Created((string?)null, KeyResponse.From(key));
    }
}
