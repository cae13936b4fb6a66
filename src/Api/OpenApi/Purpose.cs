namespace PilotPairing.Api.OpenApi;

/// <summary>What an operation is for.</summary>
internal sealed record Purpose(string Summary, string? More);

/// <summary>What an operation reads beside its path and body.</summary>
internal sealed record Reads(IReadOnlyList<Parameter> Parameters);

/// <param name="InHeader">Or else in the query.</param>
/// <param name="Type">The schema whose values it takes; any text unless given.</param>
internal sealed record Parameter(string Name, string Meaning, bool InHeader = false, string? Type = null)
{
    public static readonly Parameter Attempt =
        new("x-pairing-attempt", "What …/connect returned to this browser; without it neither numberId nor redirectUrl is told",
            InHeader: true);

    public static readonly Parameter ExternalRef = new("externalRef", "Only what carries this id of yours");
}

internal static class PurposeMetadata
{
    /// <summary>Says at the route what its operation is for.</summary>
    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder route, string summary, string? more = null) =>
        route.WithMetadata(new Purpose(summary, more));

    public static RouteHandlerBuilder Reads(this RouteHandlerBuilder route, params IReadOnlyList<Parameter> parameters) =>
        route.WithMetadata(new Reads(parameters));
}
