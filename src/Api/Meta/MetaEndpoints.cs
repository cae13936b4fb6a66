using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using PilotPairing.Api.Access;
using PilotPairing.Api.Errors;
using PilotPairing.Api.Json;
using PilotPairing.Api.Middleware;
using PilotPairing.Api.OpenApi;
using PilotPairing.Application.Instances;
using PilotPairing.Domain;
using PilotPairing.Domain.Embed;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Meta;

namespace PilotPairing.Api.Meta;

/// <summary>The routes of the official API.</summary>
internal static class MetaEndpoints
{
    private static readonly Refusal[] Failures = [new MetaNotConfigured(), new MetaUnreachable(), new MetaRejected(null, null, "", null)];

    public static void MapMeta(this IEndpointRouteBuilder keyed, IEndpointRouteBuilder open)
    {
        keyed.MapPost("/numbers/meta", Register)
            .Describe("Add a number of the official API by its credentials")
            .WithTags("Numbers").WithMetadata(new MakesNumbers())
            .TakesJson<MetaNumberRequest>().Answers(Failures);
        open.MapPost("/meta-embedded/{token}/complete", CompleteEmbedded)
            .Describe("Complete a link by the official API's dialog")
            .WithTags("Hosted page")
            .TakesJson<EmbeddedCompletionRequest>().Answers([new InvalidSession(), new NotSupportedForLink(), .. Failures]);
        open.MapPost("/meta-credentials/{token}/complete", CompleteCredentials)
            .Describe("Complete a link by credentials")
            .WithTags("Hosted page")
            .TakesJson<CredentialsCompletionRequest>().Answers([new InvalidSession(), new NotSupportedForLink(), .. Failures]);
    }

    private static async Task<Results<Created<MetaNumberResponse>, RefusalResult>> Register(
        WireBody<MetaNumberRequest> body, Keyed key, IPhoneNumberParser phones, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(MetaNumberRequest.ToCommand(body, key.Caller, phones), cancellationToken))
            .Match<Results<Created<MetaNumberResponse>, RefusalResult>>(
            registered => TypedResults.Created($"/v1/numbers/{registered.Instance.Id}", MetaNumberResponse.From(registered)),
            refusal => new RefusalResult(refusal));

    private static async Task<Results<Ok<MetaCompletionResponse>, RefusalResult>> CompleteEmbedded(
        string token, WireBody<EmbeddedCompletionRequest> body, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(EmbeddedCompletionRequest.ToCommand(body, token), cancellationToken)).As(MetaCompletionResponse.From);

    private static async Task<Results<Ok<MetaCompletionResponse>, RefusalResult>> CompleteCredentials(
        string token, WireBody<CredentialsCompletionRequest> body, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(CredentialsCompletionRequest.ToCommand(body, token), cancellationToken)).As(MetaCompletionResponse.From);
}
