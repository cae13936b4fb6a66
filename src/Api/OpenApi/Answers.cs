using PilotPairing.Api.Middleware;
using PilotPairing.Domain;

namespace PilotPairing.Api.OpenApi;

/// <summary>The refusals of a route beyond those of every route of its kind, for its description.</summary>
internal sealed record Answers(IReadOnlyList<Refusal> Refusals);

internal static class AnswersMetadata
{
    public static RouteHandlerBuilder Answers(this RouteHandlerBuilder route, params Refusal[] refusals) =>
        route.WithMetadata(new Answers(refusals));

    public static bool NeedsKey(this EndpointMetadataCollection metadata) => metadata.GetMetadata<NeedsKey>() is not null;
}
