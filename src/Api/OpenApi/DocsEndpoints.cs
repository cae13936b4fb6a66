using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using NSwag.AspNetCore;

namespace PilotPairing.Api.OpenApi;

/// <summary>
/// The files of Swagger UI for our own page at <c>/docs</c>. NSwag's page is not served: its script is inline, which our policy forbids.
/// </summary>
internal static class DocsEndpoints
{
    private const string Folder = "NSwag.AspNetCore.SwaggerUi.";

    public static void MapDocs(this IEndpointRouteBuilder root)
    {
        var docs = root.MapGroup("/docs").ExcludeFromDescription();
        docs.MapGet("/swagger-ui.css", (HttpResponse response) => File(response, "swagger-ui.css", "text/css"));
        docs.MapGet("/swagger-ui-bundle.js", (HttpResponse response) => File(response, "swagger-ui-bundle.js", "text/javascript"));
        docs.MapGet("/index.html", () => TypedResults.Redirect("/docs"));
    }

    private static FileStreamHttpResult File(HttpResponse response, string name, string type)
    {
        var assembly = typeof(SwaggerUiSettings).Assembly;
        var version = new EntityTagHeaderValue($"\"{assembly.GetName().Version}\"");
        response.Headers.CacheControl = "public, max-age=3600";
        return TypedResults.Stream(assembly.GetManifestResourceStream(Folder + name)!, type + "; charset=utf-8", entityTag: version);
    }
}
