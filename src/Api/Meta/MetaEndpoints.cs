using MediatR;
using PilotPairing.Api.Access;
using PilotPairing.Api.OpenApi;
using PilotPairing.Api.Transport;
using PilotPairing.Domain;
using PilotPairing.Domain.Embed;
using PilotPairing.Domain.Meta;
using PilotPairing.Domain.Pairing;

namespace PilotPairing.Api.Meta;

/// <summary>The routes of the official API. Their answers are described as they will be; until a Meta app can be configured they refuse.</summary>
internal static class MetaEndpoints
{
    public static void MapMeta(this IEndpointRouteBuilder keyed, IEndpointRouteBuilder open)
    {
        keyed.MapPost("/numbers/meta", Register).WithTags("Numbers").WithMetadata(new MakesNumbers())
            .Accepts<MetaNumberRequest>("application/json").Produces<MetaNumberResponse>(StatusCodes.Status201Created).Answers(new MetaNotConfigured());
        open.MapPost("/meta-embedded/{token}/complete", CompleteEmbedded).WithTags("Hosted page")
            .Accepts<EmbeddedCompletionRequest>("application/json").Produces<MetaCompletionResponse>().Answers(new InvalidSession(), new NotSupportedForLink(), new MetaNotConfigured());
        open.MapPost("/meta-credentials/{token}/complete", CompleteCredentials).WithTags("Hosted page")
            .Accepts<CredentialsCompletionRequest>("application/json").Produces<MetaCompletionResponse>().Answers(new InvalidSession(), new NotSupportedForLink(), new MetaNotConfigured());
    }

    private static async Task<IResult> Register(WireBody<MetaNumberRequest> body, Keyed key, IMediator mediator, CancellationToken cancellationToken) =>
        Refused(await mediator.Send(MetaNumberRequest.ToCommand(body, key.Caller), cancellationToken));

    private static async Task<IResult> CompleteEmbedded(string token, WireBody<EmbeddedCompletionRequest> body, IMediator mediator, CancellationToken cancellationToken) =>
        Refused(await mediator.Send(EmbeddedCompletionRequest.ToCommand(body, token), cancellationToken));

    private static async Task<IResult> CompleteCredentials(string token, WireBody<CredentialsCompletionRequest> body, IMediator mediator, CancellationToken cancellationToken) =>
        Refused(await mediator.Send(CredentialsCompletionRequest.ToCommand(body, token), cancellationToken));

    private static RefusalResult Refused(Result<Done> result) => result.Match(_ => throw new InvalidOperationException("Nothing can be registered yet"), refusal => new RefusalResult(refusal));
}
