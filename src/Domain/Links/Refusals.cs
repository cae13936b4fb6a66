namespace PilotPairing.Domain.Links;

/// <summary>The link never existed, expired, was spent or revoked: from outside these look the same.</summary>
public sealed record LinkNotFound() : Refusal(RefusalKind.NotFound, "LINK_NOT_FOUND", "Not found");

/// <summary>What was asked for is no way of this link to connect.</summary>
public sealed record NotSupportedForLink() : Refusal(RefusalKind.Invalid, "NOT_SUPPORTED_FOR_LINK", "This link does not offer that");

/// <summary>The link was spent or revoked, or has expired where that matters.</summary>
public sealed record LinkNotActive() : Refusal(RefusalKind.Conflict, "LINK_NOT_ACTIVE", "This link is no longer active");
