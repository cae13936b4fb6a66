using MediatR;
using PilotPairing.Application.Gateways;
using PilotPairing.Application.Operating;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Ops;

/// <summary>Asks every configured gateway how it is, and shows what pairings met there lately.</summary>
public sealed record ReadGateways : IRequest<Result<GatewaysReport>>;

/// <param name="Health">What it answers now.</param>
/// <param name="Finding">The same as a sentence, with advice where there is something to do.</param>
/// <param name="LastSuccess">The last pairing that connected a number of a live tenant of it, of the last thousand pairings.</param>
public sealed record GatewayReport(
    string Name, string Kind, bool IsDefault, GatewayHealth Health, Finding Finding, DateTimeOffset? LastSuccess, CircuitReport Circuit);

public sealed record GatewaysReport(
    IReadOnlyList<GatewayReport> Gateways, IReadOnlyList<OpsGatewayFailure> Failures, DateTimeOffset? LastOfSimulator);

/// <summary>A pairing that a gateway's refusal stopped.</summary>
/// <param name="Gateway">The tenant's setting; <c>default</c> follows the installation's.</param>
public sealed record OpsGatewayFailure(
    string Gateway, TenantMode Mode, TenantId Tenant, string TenantName, NumberId Number, string Code, DateTimeOffset At);

public sealed record OpsGatewaySuccess(string Gateway, TenantMode Mode, DateTimeOffset At);

public interface IOpsGatewayQueries
{
    /// <summary>Newest first.</summary>
    Task<IReadOnlyList<OpsGatewayFailure>> Failures(int atMost, CancellationToken cancellationToken);

    /// <summary>The last one of each gateway.</summary>
    Task<IReadOnlyList<OpsGatewaySuccess>> Successes(CancellationToken cancellationToken);
}

internal sealed class ReadGatewaysHandler(
    IGateways gateways, IOpsGatewayQueries queries) : IRequestHandler<ReadGateways, Result<GatewaysReport>>
{
    private const int MostFailures = 50;

    public async Task<Result<GatewaysReport>> Handle(ReadGateways request, CancellationToken cancellationToken)
    {
        var configured = gateways.Configured;
        var probes = configured.Select(gateway => gateway.Gateway.Probe(cancellationToken)).ToList();
        var successes = await queries.Successes(cancellationToken);
        var failures = await queries.Failures(MostFailures, cancellationToken);
        var healths = await Task.WhenAll(probes);
        return new GatewaysReport(
            [.. configured.Zip(healths, (gateway, health) => new GatewayReport(
                gateway.Name, gateway.Kind, gateway.IsDefault, health, GatewayFindings.Of(gateway, health), LastOf(gateway, successes),
                gateway.Circuit))],
            failures,
            successes.Where(success => success.Mode == TenantMode.Test).Max(success => (DateTimeOffset?)success.At));
    }

    internal static DateTimeOffset? LastOf(ConfiguredGateway gateway, IReadOnlyList<OpsGatewaySuccess> successes) => successes
        .Where(success => success.Mode == TenantMode.Live
            && (success.Gateway == gateway.Name || (gateway.IsDefault && success.Gateway == Access.Tenant.DefaultGateway)))
        .Max(success => (DateTimeOffset?)success.At);
}
