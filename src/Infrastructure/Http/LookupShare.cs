using PilotPairing.Domain.Access;

namespace PilotPairing.Infrastructure.Http;

/// <summary>
/// On whose behalf a name is looked up. Each has a few look-ups at once, so that the dead name server of one leaves threads for the others.
/// </summary>
internal readonly record struct LookupShare(string Name)
{
    /// <summary>For addresses in the settings: gateways, Graph, our own.</summary>
    public static readonly LookupShare Operator = new("operator");

    private static readonly HttpRequestOptionsKey<LookupShare> Option = new(nameof(LookupShare));

    public static LookupShare Of(TenantId tenant) => new(tenant.ToString());

    /// <summary>A request that names no tenant counts for its host.</summary>
    public static LookupShare Of(HttpRequestMessage request) =>
        request.Options.TryGetValue(Option, out var share) ? share : new("host " + request.RequestUri!.IdnHost);

    public void Pays(HttpRequestMessage request) => request.Options.Set(Option, this);
}
