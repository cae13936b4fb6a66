namespace PilotPairing.Domain.Meta;

/// <summary>This installation has no Meta app: nothing can be registered there, and nothing of what was sent is kept.</summary>
public sealed record MetaNotConfigured() : Refusal(RefusalKind.Unavailable, "META_NOT_CONFIGURED", "No Meta app is configured here");
