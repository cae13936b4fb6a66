using PilotPairing.Domain.Links;

namespace PilotPairing.Application.Access;

/// <summary>What a tenant decides for all its links.</summary>
public sealed record TenantSettings
{
    public static readonly TenantSettings Default = new();

    /// <summary>Who may frame its pages and read its public routes from a browser, where the link names nobody. Default: anybody.</summary>
    public IReadOnlyList<string> EmbedOrigins { get; init; } = [];

    /// <summary>Whether a page's URL may change its branding. Default: yes.</summary>
    public bool AllowQueryBranding { get; init; } = true;

    /// <summary>Whether a lost connection comes with a link to connect again. Default: no.</summary>
    public bool ReconnectLinks { get; init; }

    /// <summary>Whether number keys may make further numbers. Default: yes.</summary>
    public bool NumberKeysMayCreate { get; init; } = true;

    /// <summary>The language of pages whose visitor asks for none of ours. Default: the product's.</summary>
    public string? DefaultLocale { get; init; }

    /// <summary>Most link messages a day. Default: no limit of the tenant's own.</summary>
    public int? DailySendLimit { get; init; }

    /// <summary>Where a phone is offered to open WhatsApp itself. Default: the installation's.</summary>
    public ConnectInWhatsApp? ConnectInWhatsApp { get; init; }

    /// <summary>Where its hosted pages are; one of the installation's. Default: the installation's <c>ConnectUrl</c>.</summary>
    public string? ConnectUrl { get; init; }

    /// <summary>Who may frame a link's page and read its public routes from a browser; empty is anybody.</summary>
    public IReadOnlyList<string> OriginsOf(PairingLink link) => link.Terms.AllowedOrigins is { Count: > 0 } own ? own : EmbedOrigins;
}

public sealed record SettingsChange
{
    public Optional<IReadOnlyList<string>> EmbedOrigins { get; init; }

    public Optional<bool?> AllowQueryBranding { get; init; }

    public Optional<bool?> ReconnectLinks { get; init; }

    public Optional<ConnectInWhatsApp?> ConnectInWhatsApp { get; init; }

    public Optional<bool?> NumberKeysMayCreate { get; init; }

    public Optional<string> DefaultLocale { get; init; }

    public Optional<int?> DailySendLimit { get; init; }

    public Optional<string> ConnectUrl { get; init; }
}
