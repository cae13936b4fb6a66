using PilotPairing.Application.Access;
using PilotPairing.Application.Gateways;
using PilotPairing.Domain.Gateways;

namespace PilotPairing.Application.Operating;

/// <summary>Checks the gateways, and finds live tenants without one.</summary>
internal static class GatewayFindings
{
    private static readonly string Code = new GatewayNotConfigured().Code;

    public static Finding Of(ConfiguredGateway gateway, GatewayHealth health)
    {
        var check = $"gateway {gateway.Name}";
        if (gateway.CallbackUrl is null)
            return OfOurs(check, health);
        var version = health.Version is null ? "" : $" (version {health.Version})";
        return health switch
        {
            { Reachable: false } => new(check, Verdict.Problem, Reason(health), $"Start it, or correct Gateways:{gateway.Name}:BaseUrl."),
            { Activated: false } =>
                new(check, Verdict.Problem, $"Its licence is not activated{version}.",
                    "Activate it in its own administration; until then it refuses everything."),
            { KeyAccepted: false } =>
                new(check, Verdict.Problem, $"It refuses our key{version}.", $"Correct Gateways:{gateway.Name}:ApiKey."),
            { Failure: not null, Version: null } =>
                new(check, Verdict.Problem, Reason(health),
                    $"See that Gateways:{gateway.Name}:BaseUrl is the address of the gateway, and its log."),
            { Failure: not null } => new(check, Verdict.Problem, Reason(health, version), "See its log."),
            _ => new(check, Verdict.Ok, $"It answers and accepts our key{version}."),
        };
    }

    /// <summary>Nothing of it is another server's: it says itself what to do.</summary>
    private static Finding OfOurs(string check, GatewayHealth health) => health switch
    {
        { Failure: not null } =>
            new(check, Verdict.Problem, Reason(health), "Mend that on the machines with the role worker or all; it starts by itself then."),
        { Warning: { } warning } => new(check, Verdict.Warning, warning, "See docs/gateways.md, \"What the reasons mean\"."),
        _ => new(check, Verdict.Ok, $"Its process runs and reaches WhatsApp ({health.Version})."),
    };

    /// <param name="tenants">Null where the database could not be asked.</param>
    public static IEnumerable<Finding> Missing(IReadOnlyList<ConfiguredGateway> configured, IReadOnlyList<LiveTenants>? tenants)
    {
        var orphans = (tenants ?? [])
            .Where(live => configured.All(gateway =>
                gateway.Name != live.Gateway && !(gateway.IsDefault && live.Gateway == Tenant.DefaultGateway))).ToList();
        if (configured.Count == 0)
        {
            var waiting = orphans.Sum(live => live.Count);
            yield return new(
                "gateways", waiting == 0 ? Verdict.Warning : Verdict.Problem,
                waiting == 0 ? "No gateway is configured: only test-mode tenants can pair numbers."
                    : $"No gateway is configured: {Live(waiting)} cannot pair, and creating numbers or links for them is refused with {Code}.",
                "Set Gateways:<name>:Kind to baileys, or to evolution with BaseUrl and ApiKey, to serve live tenants.");
            yield break;
        }

        foreach (var (name, count) in orphans)
        {
            yield return new(
                "gateways", Verdict.Problem,
                $"Gateway {name} is not configured: {Live(count)} cannot pair, and creating numbers or links for them is refused with {Code}.",
                $"Set Gateways:{name}:Kind to baileys, or to evolution with BaseUrl and ApiKey.");
        }
    }

    private static string Live(int count) => count == 1 ? "1 live tenant" : $"{count} live tenants";

    private static string Reason(GatewayHealth health, string version = "") =>
        $"{health.Reason ?? health.Failure?.Text ?? "It does not answer"}{version}.";
}
