namespace PilotPairing.Domain.Messaging;

/// <summary>Never made, removed, or somebody else's: from outside these look the same.</summary>
public sealed record TemplateNotFound() : Refusal(RefusalKind.NotFound, "TEMPLATE_NOT_FOUND", "Template not found");

public sealed record TemplateExists() : Refusal(RefusalKind.Conflict, "TEMPLATE_EXISTS",
    "There is a template with this name and language already");
