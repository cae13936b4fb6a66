namespace PilotPairing.Api.Middleware;

/// <summary>Marks the routes that need a key.</summary>
internal sealed class NeedsKey;

/// <summary>Marks the routes whose answer holds a secret: a key's id, which is none, does not open them.</summary>
internal sealed class AnswersSecret;

/// <summary>Marks the routes that a number key does not reach.</summary>
internal sealed class TenantKeyOnly;

/// <summary>Marks the routes that always make a number: number keys reach them while their tenant allows it.</summary>
internal sealed class MakesNumbers;

/// <summary>Marks the public routes of a link, which browsers may read from the origins that the link, else its tenant, allows.</summary>
internal sealed class PublicToken;

/// <summary>Marks the routes that take an embed session's token as a bearer token.</summary>
internal sealed class NeedsEmbedSession;
