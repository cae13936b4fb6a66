using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using PilotPairing.Api.Errors;
using PilotPairing.Api.Json;
using PilotPairing.Api.Middleware;
using PilotPairing.Api.OpenApi;
using PilotPairing.Application;
using PilotPairing.Application.Access;
using PilotPairing.Application.Links;
using PilotPairing.Domain.Links;

namespace PilotPairing.Api.Access;

internal static class SettingsEndpoints
{
    public static void MapSettings(this IEndpointRouteBuilder keyed)
    {
        keyed.MapGet("/settings", Read)
            .Describe("Read the tenant's settings")
            .WithTags("Access").WithMetadata(new TenantKeyOnly());
        keyed.MapPatch("/settings", Change)
            .Describe("Change the tenant's settings", "What is left out stays, null resets.")
            .WithTags("Access").TakesJson<SettingsRequest>().WithMetadata(new TenantKeyOnly());
    }

    private static async Task<Results<Ok<SettingsResponse>, RefusalResult>> Read(
        Keyed key, IMediator mediator, PairingPageDefaults defaults, ConnectAddress addresses,
        CancellationToken cancellationToken) =>
        (await mediator.Send(new ReadSettings(key.Caller), cancellationToken))
            .As(settings => SettingsResponse.From(settings, defaults, addresses));

    private static async Task<Results<Ok<SettingsResponse>, RefusalResult>> Change(
        WireBody<SettingsRequest> body, Keyed key, IMediator mediator, PairingPageDefaults defaults, ConnectAddress addresses,
        CancellationToken cancellationToken) =>
        (await mediator.Send(new ChangeSettings(key.Caller, body.Value.ToChange()) { Faults = body.Faults }, cancellationToken))
            .As(settings => SettingsResponse.From(settings, defaults, addresses));
}

internal sealed record SettingsRequest
{
    public Optional<List<string>> EmbedOrigins { get; set; }

    public Optional<bool?> AllowQueryBranding { get; set; }

    public Optional<bool?> ReconnectLinks { get; set; }

    public Optional<ConnectInWhatsApp?> ConnectInWhatsApp { get; set; }

    public Optional<bool?> NumberKeysMayCreate { get; set; }

    public Optional<string> DefaultLocale { get; set; }

    public Optional<int?> DailySendLimit { get; set; }

    public Optional<string> ConnectUrl { get; set; }

    public SettingsChange ToChange() => new()
    {
        EmbedOrigins = new(EmbedOrigins.IsSent, EmbedOrigins.Value),
        AllowQueryBranding = AllowQueryBranding,
        ReconnectLinks = ReconnectLinks,
        ConnectInWhatsApp = ConnectInWhatsApp,
        NumberKeysMayCreate = NumberKeysMayCreate,
        DefaultLocale = DefaultLocale,
        DailySendLimit = DailySendLimit,
        ConnectUrl = ConnectUrl,
    };
}

internal sealed record SettingsResponse(
    IReadOnlyList<string> EmbedOrigins, bool AllowQueryBranding, bool ReconnectLinks, ConnectInWhatsApp ConnectInWhatsApp,
    bool NumberKeysMayCreate, string? DefaultLocale, int? DailySendLimit, string? ConnectUrl)
{
    public static SettingsResponse From(TenantSettings settings, PairingPageDefaults defaults, ConnectAddress addresses) => new(
        settings.EmbedOrigins, settings.AllowQueryBranding, settings.ReconnectLinks, defaults.PlacementFor(settings),
        settings.NumberKeysMayCreate, settings.DefaultLocale, settings.DailySendLimit, addresses.Known(settings.ConnectUrl));
}
