using FluentValidation;
using MediatR;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;

namespace PilotPairing.Application.Access;

public sealed record ChangeSettings(Caller Caller, SettingsChange Change) : IRequest<Result<TenantSettings>>, IReadFromBody
{
    public BodyFaults Faults { get; init; } = BodyFaults.None;
}

internal sealed class ChangeSettingsValidator : AbstractValidator<ChangeSettings>
{
    private const int MostOrigins = 20;
    private const int MostSends = 1_000_000;

    public ChangeSettingsValidator(ConnectAddress addresses)
    {
        RuleFor(request => request.Change.EmbedOrigins.Value)
            .Must(origins => origins is null || (origins.Count <= MostOrigins && origins.All(IsOrigin)))
            .OverridePropertyName("embedOrigins").WithMessage("must be at most 20 origins such as https://app.example.com");
        RuleFor(request => request.Change.DefaultLocale.Value).Must(locale => locale is null || PageLocales.Has(locale))
            .OverridePropertyName("defaultLocale").WithMessage("must be pt-BR, es or en");
        RuleFor(request => request.Change.ConnectUrl.Value).Must(url => url is null || addresses.Known(url) is not null)
            .OverridePropertyName("connectUrl").WithMessage("must be one of the addresses of hosted pages of this installation");
        RuleFor(request => request.Change.DailySendLimit.Value).InclusiveBetween(0, MostSends)
            .OverridePropertyName("dailySendLimit").WithMessage("must be from 0 to 1000000");
    }

    private static bool IsOrigin(string? text) => text is not null && WebAddress.Origin(text) is not null;
}

internal sealed class ChangeSettingsHandler(IStore store, ConnectAddress addresses)
    : IRequestHandler<ChangeSettings, Result<TenantSettings>>
{
    public async Task<Result<TenantSettings>> Handle(ChangeSettings request, CancellationToken cancellationToken)
    {
        var change = request.Change;
        if (change.EmbedOrigins.Value is { } origins)
            change = change with { EmbedOrigins = new(true, WebAddress.Origins(origins)) };
        if (change.ConnectUrl.Value is { } url)
            change = change with { ConnectUrl = new(true, addresses.Known(url)) };
        await using var work = await store.Begin(cancellationToken);
        var settings = await work.Tenants.Change(request.Caller.Tenant, change);
        await work.Commit(cancellationToken);
        return settings;
    }
}
