namespace PilotPairing.Domain.Webhooks;

public sealed record NumberMismatch() : Refusal(RefusalKind.Invalid, "NUMBER_MISMATCH",
    "What is named as number does not fit the key, the scope or what else is named");

public sealed record NumberRequired() : Refusal(RefusalKind.Invalid, "NUMBER_REQUIRED",
    "Name a number by whatsappNumberId, whatsappNumberIds or x-whatsapp-number-id, or ask for scope tenant");

/// <summary>Never registered, removed, or somebody else's: from outside these look the same.</summary>
public sealed record WebhookNotFound() : Refusal(RefusalKind.NotFound, "WEBHOOK_NOT_FOUND", "Webhook not found");

/// <summary>Events are written once per webhook: one tenant's number of them is everybody's load.</summary>
public sealed record WebhookLimitReached() : Refusal(RefusalKind.Conflict, "WEBHOOK_LIMIT_REACHED",
    "There are as many webhooks as a tenant may have; delete one first");

public sealed record DeliveryNotFound() : Refusal(RefusalKind.NotFound, "DELIVERY_NOT_FOUND", "Delivery not found");
