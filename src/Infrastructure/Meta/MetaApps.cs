using Microsoft.Extensions.Options;
using PilotPairing.Application.Links;
using PilotPairing.Application.Meta;
using PilotPairing.Domain.Access;

namespace PilotPairing.Infrastructure.Meta;

/// <summary>Live tenants use the operator's app, test-mode tenants a simulated one.</summary>
internal sealed class MetaApps(IOptions<MetaOptions> options, GraphClient graph) : IMetaApps, IMetaSetup
{
    private static readonly SimulatedGraph TestGraph = new();
    private static readonly MetaSignup Simulated = new("simulated", "simulated", "v26.0", "/simulator/meta/sdk.js");
    private readonly MetaOptions _options = options.Value;

    public IMetaGraph? Graph(TenantMode mode) => mode == TenantMode.Test ? TestGraph : _options.IsConfigured ? graph : null;

    public bool HasApp(TenantMode mode) => Graph(mode) is not null;

    public bool HasSignup(TenantMode mode) => Signup(mode) is not null;

    public MetaSignup? Signup(TenantMode mode) => mode == TenantMode.Test ? Simulated
        : _options is { AppId: { } app, ConfigId: { } config } ? new MetaSignup(app, config, _options.GraphVersion, _options.SdkUrl) : null;
}
