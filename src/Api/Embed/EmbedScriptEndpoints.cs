using Microsoft.AspNetCore.Http.HttpResults;

namespace PilotPairing.Api.Embed;

internal static class EmbedScriptEndpoints
{
    public static void MapEmbedScript(this IEndpointRouteBuilder root)
    {
        root.MapGet("/embed.js", Serve).ExcludeFromDescription();
        root.MapGet("/embed/v1.js", Serve).ExcludeFromDescription();
        root.MapGet("/embed/v1.json", Describe).ExcludeFromDescription();
    }

    private static IResult Serve(HttpContext context, EmbedScript script) => script.Serve(context);

    private static Results<JsonHttpResult<EmbedRelease>, NotFound> Describe(HttpContext context, EmbedScript script)
    {
        if (script.Latest(context.Request) is not { } release)
            return TypedResults.NotFound();
        EmbedScript.Open(context.Response, "public, max-age=600");
        return TypedResults.Json(release);
    }
}
