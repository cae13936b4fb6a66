using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using PilotPairing.Api.Access;
using PilotPairing.Api.Errors;
using PilotPairing.Api.Json;
using PilotPairing.Api.Middleware;
using PilotPairing.Api.OpenApi;
using PilotPairing.Application;
using PilotPairing.Application.Access;
using PilotPairing.Application.Embed;
using PilotPairing.Application.Instances;
using PilotPairing.Domain;
using PilotPairing.Domain.Branding;
using PilotPairing.Domain.Embed;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Api.Embed;

internal static class EmbedEndpoints
{
    private const string Bearer = "Bearer ";

    public static void MapEmbed(this IEndpointRouteBuilder keyed, IEndpointRouteBuilder root)
    {
        keyed.MapPost("/embed/sessions", Mint)
            .Describe("Mint an embed session")
            .TakesJson<EmbedSessionRequest>().WithTags("Embed").Answers(new SurfaceNotSupported(), new NumberNotFound());
        root.MapPost("/api/public/embed/refresh", Refresh)
            .Describe("Prolong an embed session", "Send the session's token as Authorization: Bearer. At most 24 hours from the first.")
            .WithTags("Embed").WithMetadata(new NeedsEmbedSession()).Answers(new InvalidSession());
        root.MapMethods("/api/public/embed/refresh", [HttpMethods.Options], Preflight).ExcludeFromDescription();
    }

    private static async Task<Results<Created<EmbedSessionResponse>, RefusalResult>> Mint(
        WireBody<EmbedSessionRequest> body, Keyed key, IMediator mediator, CancellationToken cancellationToken) =>
        Answer(await mediator.Send(EmbedSessionRequest.ToCommand(body, key.Caller), cancellationToken));

    /// <summary>Asked by the page that embeds: a browser lets it read the answer where the session names its origin.</summary>
    private static async Task<Results<Created<EmbedSessionResponse>, RefusalResult>> Refresh(
        HttpContext context, IMediator mediator, CancellationToken cancellationToken)
    {
        var sent = context.Request.Headers.Authorization.ToString();
        var token = sent.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? sent[Bearer.Length..].Trim() : null;
        var refreshed = await mediator.Send(new RefreshSession(token), cancellationToken);
        var origin = context.Request.Headers.Origin.ToString();
        context.Response.Headers.Vary = "Origin";
        context.Response.Headers.CacheControl = "no-store";
        if (refreshed.Refusal is null && refreshed.Value.Session.AllowedOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase))
            context.Response.Headers.AccessControlAllowOrigin = origin;
        return Answer(refreshed);
    }

    /// <summary>A preflight request carries no token, so every origin may send it.</summary>
    private static NoContent Preflight(HttpResponse response)
    {
        response.Headers.AccessControlAllowOrigin = "*";
        response.Headers.AccessControlAllowMethods = "POST";
        response.Headers.AccessControlAllowHeaders = "authorization, content-type";
        response.Headers.AccessControlMaxAge = "600";
        return TypedResults.NoContent();
    }

    private static Results<Created<EmbedSessionResponse>, RefusalResult> Answer(Result<EmbedToken> result) =>
        result.Match<Results<Created<EmbedSessionResponse>, RefusalResult>>(
            minted => TypedResults.Created((string?)null, EmbedSessionResponse.From(minted)), refusal => new RefusalResult(refusal));
}

[RequiredMembers("surface", "allowedOrigins")]
[ShownMembers("surface", "allowedOrigins", "ttlSeconds")]
internal sealed record EmbedSessionRequest
{
    public string? Surface { get; set; }

    [Field("Who may embed", new[] { "https://app.example.com" }, FewestItems = 1, MostItems = 20)]
    public List<string>? AllowedOrigins { get; set; }

    public List<string>? WhatsappNumberIds { get; set; }

    public BrandingLayer? BrandingOverride { get; set; }

    public int? TtlSeconds { get; set; }

    /// <summary>A surface that we know and do not have outweighs whatever else is wrong.</summary>
    public static MintSession ToCommand(WireBody<EmbedSessionRequest> body, Caller caller) => new(caller)
    {
        Faults = body.Value.Surface == "chat" ? new BodyFaults(new SurfaceNotSupported(), []) : body.Faults,
        Surface = body.Value.Surface,
        AllowedOrigins = body.Value.AllowedOrigins,
        Numbers = body.Value.WhatsappNumberIds?.Select(written =>
            new NamedNumberId(WireId.TryParse(NumberId.Prefix, written, out var id) ? new NumberId(id) : null)).ToList(),
        BrandingOverride = body.Value.BrandingOverride,
        TtlSeconds = body.Value.TtlSeconds,
    };
}

internal sealed record EmbedSessionResponse(
    string Token, string Surface, IReadOnlyList<string> WhatsappNumberIds, IReadOnlyList<string> AllowedOrigins, DateTimeOffset ExpiresAt)
{
    public static EmbedSessionResponse From(EmbedToken minted) => new(
        minted.Token, EmbedSession.Surface, [.. minted.Session.Numbers.Select(number => number.ToString())], minted.Session.AllowedOrigins,
        minted.Session.ExpiresAt);

    public override string ToString() => "[embed session]";
}
