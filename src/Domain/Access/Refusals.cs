namespace PilotPairing.Domain.Access;

/// <summary>Missing, unknown and revoked keys look the same.</summary>
public sealed record Unauthorized() : Refusal(RefusalKind.Unauthenticated, "UNAUTHORIZED", "Unauthorized")
{
    public override IReadOnlyDictionary<string, object?> Details =>
        new Dictionary<string, object?> { ["problem"] = "the header x-api-key must hold a key of this installation that was not revoked" };
}

/// <summary>Its waiting time is over: part of its data may be gone already.</summary>
public sealed record TenantBeingDeleted() : Refusal(RefusalKind.Conflict, "TENANT_BEING_DELETED", "The tenant is being deleted");

public sealed record NumberScopeNotAllowed() : Refusal(RefusalKind.Forbidden, "NUMBER_SCOPE_NOT_ALLOWED",
    "This needs a tenant key; a number key does not reach it");
