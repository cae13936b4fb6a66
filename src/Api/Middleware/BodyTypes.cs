using PilotPairing.Api.Json;

namespace PilotPairing.Api.Middleware;

internal static class BodyTypes
{
    private const string Policy = "AcceptsMatcherPolicy";

    /// <summary>
    /// Routing would refuse a content type before the key is checked, and that of an empty body too. What a route declares to accept
    /// is for its description; <see cref="WireBody{T}"/> decides.
    /// </summary>
    public static void LeaveBodiesToTheirReader(this IServiceCollection services)
    {
        services.AddRouting();
        var policy = services.Single(service => service.ServiceType == typeof(MatcherPolicy) && service.ImplementationType?.Name == Policy);
        services.Remove(policy);
    }
}
