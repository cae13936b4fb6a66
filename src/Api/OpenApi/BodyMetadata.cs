namespace PilotPairing.Api.OpenApi;

/// <summary>The content type of a route's body, for its description.</summary>
internal sealed record BodyType(string Name);

internal static class BodyMetadata
{
    /// <summary>
    /// What routing lets through. It would refuse a content type before the key is checked, and that of an empty body too: the reader of
    /// the body decides.
    /// </summary>
    public const string Any = "*/*";

    public static RouteHandlerBuilder TakesJson<T>(this RouteHandlerBuilder route)
        where T : notnull => route.Accepts<T>(Any).WithMetadata(new BodyType("application/json"));

    public static RouteHandlerBuilder TakesFile(this RouteHandlerBuilder route) =>
        route.Accepts<IFormFile>(Any).WithMetadata(new BodyType("multipart/form-data"));
}
