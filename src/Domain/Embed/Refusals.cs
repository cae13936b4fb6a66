namespace PilotPairing.Domain.Embed;

public sealed record SurfaceNotSupported() : Refusal(RefusalKind.Invalid, "SURFACE_NOT_SUPPORTED",
    "Only the surface connect can be embedded");

/// <summary>Forged, expired, too old to renew, or made by a key that is gone.</summary>
public sealed record InvalidSession() : Refusal(RefusalKind.Unauthenticated, "INVALID_SESSION", "The session is not valid");
