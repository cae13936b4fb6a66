namespace PilotPairing.Domain.Webhooks;

public sealed record NumberMismatch() : Refusal(RefusalKind.Invalid, "NUMBER_MISMATCH", "The number named does not fit the key, the scope or the other number named");

public sealed record NumberRequired() : Refusal(RefusalKind.Invalid, "NUMBER_REQUIRED", "Name a number by whatsappNumberId or x-whatsapp-number-id, or ask for scope tenant");
