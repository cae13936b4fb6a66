using PilotPairing.Infrastructure.Http;

namespace PilotPairing.Infrastructure.Operating;

/// <summary>
/// How the server itself asks the provider. Its address is the operator's setting and often private, so the requests do not go through
/// the guard of addresses that tenants choose; no redirect is followed, so that no other address is reached by them.
/// </summary>
public static class OidcBackchannel
{
    public static HttpMessageHandler Handler(IServiceProvider services) => OperatorsClient.Handler(services);
}
