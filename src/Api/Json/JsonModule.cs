using Microsoft.AspNetCore.Http.Json;

namespace PilotPairing.Api.Json;

internal static class JsonModule
{
    public static void AddJson(this IServiceCollection services)
    {
        services.AddSingleton(CommonWireJson.Part());
        services.AddSingleton<WireJson>();
        services.AddOptions<JsonOptions>().Configure<WireJson>((json, wire) => wire.Configure(json.SerializerOptions));
    }
}
