namespace PilotPairing.Infrastructure.Outbox;

/// <summary>A row of the outbox that a job claimed; every statement that finishes it names the lease.</summary>
internal sealed record OutboxRow(Guid Id, Guid LeaseId, Guid TenantId, string? Payload, int Attempt);
