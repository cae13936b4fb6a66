namespace PilotPairing.Domain.Access;

/// <summary>Missing, unknown and revoked keys look the same.</summary>
public sealed record Unauthorized() : Refusal(RefusalKind.Unauthenticated, "UNAUTHORIZED", "Unauthorized");

public sealed record NumberScopeNotAllowed() : Refusal(RefusalKind.Forbidden, "NUMBER_SCOPE_NOT_ALLOWED", "This needs a tenant key; a number key does not reach it");
